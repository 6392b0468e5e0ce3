/** Runs a block's TypeScript rules for the Python tests: one JSON line in (definition, stored, actions), one out. */
import { build } from "esbuild";
import { createInterface } from "node:readline";

const { outputFiles } = await build({ entryPoints: [process.argv[2]], bundle: true, format: "esm", write: false });
const { apply, restore, standing } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

function play({ definition, stored, actions }) {
  let state = restore(definition, stored);
  const outcomes = [standing(definition, state)];
  for (const action of actions) {
    const outcome = apply(definition, state, action, "2027-03-14T00:00:00Z");
    state = outcome.state;
    outcomes.push(outcome);
  }
  return outcomes;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(play(JSON.parse(line)))}\n`);
}
