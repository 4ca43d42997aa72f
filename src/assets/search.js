// Search over the names of policies and actions. Everything it finds is reached by links too.
(() => {
  "use strict";
  const top = document.currentScript.dataset.top;
  const place = document.getElementById("search");
  const most = 12;

  const label = document.createElement("label");
  label.className = "unseen";
  label.htmlFor = "query";
  label.textContent = "Search policies and actions";
  const input = document.createElement("input");
  input.id = "query";
  input.type = "search";
  input.autocomplete = "off";
  input.placeholder = "Search policies and actions";
  const list = document.createElement("ul");
  list.id = "found";
  const said = document.createElement("div");
  said.className = "unseen";
  said.setAttribute("role", "status");
  place.append(label, input, list, said);

  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = top + name;
      script.onload = resolve;
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });
  let loaded;
  const data = () => (loaded ??= Promise.all([load("search-policies.js"), load("search-actions.js")]));

  // As the program names folders.
  const part = (name) =>
    [...new TextEncoder().encode(name)]
      .map((byte, at) => {
        const letter = String.fromCharCode(byte);
        const safe = /[A-Za-z0-9_-]/.test(letter) || (letter === "." && at > 0);
        return safe ? letter : "~" + byte.toString(16).toUpperCase().padStart(2, "0");
      })
      .join("");

  const rank = (name, words) => {
    const low = name.toLowerCase();
    if (!words.every((word) => low.includes(word))) return -1;
    return (low === words[0] ? 0 : low.startsWith(words[0]) ? 1 : 2) * 1000 + name.length;
  };

  const find = (query) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const hits = [];
    for (const [name, folder] of window.polhistPolicies) {
      const at = rank(name, words);
      if (at >= 0) hits.push([at, name, (folder ?? `policy/${name}/`) + "index.html"]);
    }
    for (const name of window.polhistActions) {
      const at = rank(name, words);
      if (at < 0) continue;
      const [service, action] = name.toLowerCase().split(":");
      hits.push([at + 500, name, `actions/${part(service)}/${part(action)}.html`]);
    }
    return hits.sort((left, right) => left[0] - right[0]);
  };

  const show = async () => {
    const query = input.value;
    await data();
    if (query !== input.value) return;
    const hits = find(query);
    list.replaceChildren(
      ...hits.slice(0, most).map(([, name, page]) => {
        const link = document.createElement("a");
        link.href = top + page;
        link.textContent = name;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    said.textContent = query.trim() === "" ? "" : `${hits.length} found`;
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", data, { once: true });
  place.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      input.value = "";
      list.replaceChildren();
      input.focus();
    } else if (event.key === "ArrowDown" && links.length > 0) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? input : links[at - 1]).focus();
    } else if (event.key === "Enter" && document.activeElement === input && links.length > 0) {
      links[0].click();
    }
  });
})();
