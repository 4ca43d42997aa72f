// Prints templates of common constructs, each in two forms of which one permits more:
//   node constructs.mjs FOLDER SCRATCH
// FOLDER has aws-cdk-lib in its node_modules; SCRATCH is for what is synthesised.
// {"NAME": {"less": TEMPLATE, "more": TEMPLATE}}

import { createRequire } from "node:module";
import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";

const [folder, scratch] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(folder, "package.json"));
const { App, Stack } = require("aws-cdk-lib");
const dynamodb = require("aws-cdk-lib/aws-dynamodb");
const ecr = require("aws-cdk-lib/aws-ecr");
const ecs = require("aws-cdk-lib/aws-ecs");
const iam = require("aws-cdk-lib/aws-iam");
const kms = require("aws-cdk-lib/aws-kms");
const lambda = require("aws-cdk-lib/aws-lambda");
const s3 = require("aws-cdk-lib/aws-s3");
const secrets = require("aws-cdk-lib/aws-secretsmanager");
const sns = require("aws-cdk-lib/aws-sns");
const subscriptions = require("aws-cdk-lib/aws-sns-subscriptions");
const sqs = require("aws-cdk-lib/aws-sqs");
const states = require("aws-cdk-lib/aws-stepfunctions");
const tasks = require("aws-cdk-lib/aws-stepfunctions-tasks");

const ec2Role = (stack, id = "Role") =>
  new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal("ec2.amazonaws.com") });

const functionIn = (stack, id = "Function") =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.PYTHON_3_12,
    handler: "index.handler",
    code: lambda.Code.fromInline("def handler(event, context):\n    return {}\n"),
  });

const statement = (actions, resources, more = {}) =>
  new iam.PolicyStatement({ actions, resources, ...more });

const constructs = {
  "a bucket that a role reads"(stack, more) {
    const bucket = new s3.Bucket(stack, "Bucket");
    const role = ec2Role(stack);
    bucket.grantRead(role);
    if (more) bucket.grantPut(role);
  },
  "a bucket policy"(stack, more) {
    const bucket = new s3.Bucket(stack, "Bucket", { enforceSSL: true });
    bucket.addToResourcePolicy(
      statement(more ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"], [bucket.arnForObjects("*")], {
        principals: [new iam.AccountPrincipal("111122223333")],
      }),
    );
  },
  "a queue"(stack, more) {
    const queue = new sqs.Queue(stack, "Queue");
    const role = ec2Role(stack);
    queue.grantConsumeMessages(role);
    if (more) queue.grantSendMessages(role);
  },
  "a topic with subscriptions"(stack, more) {
    const queue = new sqs.Queue(stack, "Queue");
    const topics = ["First", "Second"].map((name) => new sns.Topic(stack, name));
    topics[0].addSubscription(new subscriptions.SqsSubscription(queue));
    if (more) topics[1].addSubscription(new subscriptions.SqsSubscription(queue));
  },
  "a topic that somebody publishes to"(stack, more) {
    const topic = new sns.Topic(stack, "Topic");
    topic.addToResourcePolicy(
      statement(more ? ["sns:Publish", "sns:Subscribe"] : ["sns:Publish"], [topic.topicArn], {
        principals: [new iam.ServicePrincipal("events.amazonaws.com")],
        conditions: { ArnLike: { "aws:SourceArn": `arn:aws:events:*:${stack.account}:rule/*` } },
      }),
    );
  },
  "a table"(stack, more) {
    const table = new dynamodb.Table(stack, "Table", {
      partitionKey: { name: "id", type: dynamodb.AttributeType.STRING },
    });
    const role = ec2Role(stack);
    if (more) table.grantReadWriteData(role);
    else table.grantReadData(role);
  },
  "a function with statements"(stack, more) {
    const bucket = new s3.Bucket(stack, "Bucket");
    functionIn(stack).addToRolePolicy(
      statement(more ? ["s3:GetObject", "s3:DeleteObject"] : ["s3:GetObject"], [`${bucket.bucketArn}/in/*`]),
    );
  },
  "a key"(stack, more) {
    const key = new kms.Key(stack, "Key");
    const role = ec2Role(stack);
    if (more) key.grantEncryptDecrypt(role);
    else key.grantDecrypt(role);
  },
  "a key with a policy"(stack, more) {
    const key = new kms.Key(stack, "Key");
    key.addToResourcePolicy(
      statement(more ? ["kms:Decrypt", "kms:CreateGrant"] : ["kms:Decrypt"], ["*"], {
        principals: [new iam.ArnPrincipal("arn:aws:iam::111122223333:root")],
        conditions: { StringEquals: { "kms:ViaService": `s3.${stack.region}.amazonaws.com` } },
      }),
    );
  },
  "a state machine"(stack, more) {
    const called = ["First", "Second"].map((name) => functionIn(stack, name));
    const first = new tasks.LambdaInvoke(stack, "CallFirst", { lambdaFunction: called[0] });
    const chain = more
      ? first.next(new tasks.LambdaInvoke(stack, "CallSecond", { lambdaFunction: called[1] }))
      : first;
    new states.StateMachine(stack, "Machine", { definitionBody: states.DefinitionBody.fromChainable(chain) });
  },
  "a task of ECS"(stack, more) {
    const definition = new ecs.FargateTaskDefinition(stack, "Task");
    definition.addToTaskRolePolicy(
      statement(more ? ["ssm:GetParameter", "ssm:PutParameter"] : ["ssm:GetParameter"], [
        stack.formatArn({ service: "ssm", resource: "parameter", resourceName: "app/*" }),
      ]),
    );
  },
  "a managed policy of a role"(stack, more) {
    const role = ec2Role(stack);
    new iam.ManagedPolicy(stack, "Policy", {
      roles: [role],
      statements: [
        statement(more ? ["ec2:StartInstances", "ec2:StopInstances"] : ["ec2:StartInstances"], ["*"], {
          conditions: { StringEquals: { "aws:ResourceTag/Owner": stack.stackName } },
        }),
      ],
    });
  },
  "a role by OpenID Connect"(stack, more) {
    const provider = new iam.CfnOIDCProvider(stack, "Provider", {
      url: "https://token.actions.githubusercontent.com",
      clientIdList: ["sts.amazonaws.com"],
    });
    const branches = more ? ["main", "release"] : ["main"];
    new iam.Role(stack, "Role", {
      assumedBy: new iam.WebIdentityPrincipal(provider.attrArn, {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": branches.map((name) => `repo:o/r:ref:refs/heads/${name}`),
        },
      }),
    });
  },
  "a secret"(stack, more) {
    const secret = new secrets.Secret(stack, "Secret");
    const role = ec2Role(stack);
    secret.grantRead(role);
    if (more) secret.grantWrite(role);
  },
  "a repository of images"(stack, more) {
    const repository = new ecr.Repository(stack, "Repository");
    const role = ec2Role(stack);
    if (more) repository.grantPullPush(role);
    else repository.grantPull(role);
  },
  "a role that another assumes"(stack, more) {
    const first = ec2Role(stack, "First");
    const second = ec2Role(stack, "Second");
    new iam.Role(stack, "Role", {
      assumedBy: more
        ? new iam.CompositePrincipal(new iam.ArnPrincipal(first.roleArn), new iam.ArnPrincipal(second.roleArn))
        : new iam.ArnPrincipal(first.roleArn),
    });
  },
};

function synthesised(build, more) {
  const app = new App({ outdir: mkdtempSync(join(scratch, "stack-")), analyticsReporting: false });
  const stack = new Stack(app, "Stack");
  build(stack, more);
  return app.synth().getStackByName(stack.stackName).template;
}

const templates = {};
for (const [name, build] of Object.entries(constructs)) {
  templates[name] = { less: synthesised(build, false), more: synthesised(build, true) };
}
process.stdout.write(JSON.stringify(templates));
