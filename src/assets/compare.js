// Compares the grants of any two versions of a policy. Neighbours have a page with the verdict;
// for others this says which grants came and went, and the verdicts on the way.
(() => {
  "use strict";
  const place = document.getElementById("compare");
  const states = [...place.querySelectorAll("li")].map((item) => ({
    name: item.textContent.trim(),
    file: item.dataset.document,
    page: item.dataset.page,
    verdict: item.dataset.verdict,
  }));
  const hint = place.querySelector("p");

  const choice = (label, id, chosen) => {
    const select = document.createElement("select");
    select.id = id;
    states.forEach((state, at) => select.add(new Option(state.name, at, at === chosen, at === chosen)));
    const text = document.createElement("label");
    text.append(label + " ", select);
    return [text, select];
  };
  const [fromLabel, from] = choice("From", "from", states.length - 1);
  const [toLabel, to] = choice("to", "to", 0);
  const answer = document.createElement("div");
  answer.setAttribute("role", "status");
  const row = document.createElement("p");
  row.append(fromLabel, " ", toLabel);
  hint.before(row, answer);

  const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

  const conditions = (statement) =>
    Object.entries(statement.Condition ?? {})
      .flatMap(([operator, keys]) =>
        Object.entries(keys).map(
          ([key, values]) => `${operator} ${key} is ${[...new Set(list(values).map(String))].sort().join(" or ")}`,
        ),
      )
      .sort((left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1))
      .join(" and ");

  const principals = (statement, key) => {
    const value = statement[key];
    if (value === undefined) return [""];
    const names =
      value === "*" ? ["everyone"] : Object.entries(value).flatMap(([kind, all]) => list(all).map((one) => `${kind} ${one}`));
    return key === "Principal" ? names.map((name) => ` for ${name}`) : [` for everyone but ${names.sort().join(", ")}`];
  };

  // Each grant of a document: what tells it apart, and how it reads.
  const grants = (text) => {
    const parsed = JSON.parse(text);
    const found = new Map();
    for (const statement of list(parsed.Statement)) {
      const actions = statement.Action !== undefined
        ? list(statement.Action)
        : [`every action but ${list(statement.NotAction).sort().join(", ")}`];
      const resources = statement.Resource !== undefined
        ? list(statement.Resource).map((name) => ` on ${name}`)
        : statement.NotResource !== undefined
          ? [` on every resource but ${list(statement.NotResource).sort().join(", ")}`]
          : [""];
      const who = principals(statement, statement.NotPrincipal === undefined ? "Principal" : "NotPrincipal");
      const when = conditions(statement);
      for (const action of actions)
        for (const resource of resources)
          for (const principal of who) {
            const rest = `${resource}${principal}${when && ` when ${when}`}`;
            found.set(`${statement.Effect} ${action.toLowerCase()}${rest}`, `${statement.Effect} ${action}${rest}`);
          }
    }
    return found;
  };

  const items = (title, kind, texts) => {
    if (texts.length === 0) return [];
    const heading = document.createElement("h3");
    heading.textContent = `${title} (${texts.length})`;
    const all = document.createElement("ul");
    all.className = "changes";
    for (const text of texts) {
      const item = document.createElement("li");
      item.className = kind;
      const code = document.createElement("code");
      code.textContent = text;
      item.append(code);
      all.append(item);
    }
    return [heading, all];
  };

  const way = (older, newer) => {
    const steps = states.slice(newer, older).map((state) => state.verdict);
    const text = document.createElement("p");
    text.className = "facts";
    text.textContent = `The steps between, newest first: ${steps.join(", ")}.`;
    return text;
  };

  let turn = 0;
  const compare = async () => {
    const mine = ++turn;
    const [older, newer] = [Number(from.value), Number(to.value)];
    if (older === newer) {
      answer.textContent = "The same version.";
      return;
    }
    try {
      const [before, after] = await Promise.all(
        [older, newer].map(async (at) => {
          const reply = await fetch(states[at].file);
          if (!reply.ok) throw new Error(`${reply.status}`);
          return grants(await reply.text());
        }),
      );
      if (mine !== turn) return;
      const came = [...after].filter(([key]) => !before.has(key)).map(([, text]) => text);
      const went = [...before].filter(([key]) => !after.has(key)).map(([, text]) => text);
      const parts = [...items("Grants that came", "came", came), ...items("Grants that went", "went", went)];
      if (parts.length === 0) {
        const same = document.createElement("p");
        same.textContent = "The grants are the same.";
        parts.push(same);
      }
      if (older === newer + 1) {
        const link = document.createElement("a");
        link.href = states[newer].page;
        link.textContent = "This step has a page, with verdict and proof";
        parts.unshift(link);
      } else if (older > newer) {
        parts.unshift(way(older, newer));
      }
      answer.replaceChildren(...parts);
    } catch {
      answer.textContent = "The documents could not be read; a site opened as a file lets no script do that.";
    }
  };
  from.addEventListener("change", compare);
  to.addEventListener("change", compare);
})();
