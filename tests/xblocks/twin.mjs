/** Runs the blocks' TypeScript rules for the Python tests: one JSON line in (block, definition, stored, actions), one out. */
import { build } from "esbuild";
import { createInterface } from "node:readline";

const known = new Map();

/** The rules of xblocks/<block>/rules.ts, built once. */
async function rulesOf(block) {
  if (!known.has(block)) {
    const { outputFiles } = await build({ entryPoints: [`xblocks/${block}/rules.ts`], bundle: true, format: "esm", write: false });
    const code = Buffer.from(outputFiles[0].contents).toString("base64");
    known.set(block, await import(`data:text/javascript;base64,${code}`));
  }
  return known.get(block);
}

async function play({ block, definition, stored, actions }) {
  const { apply, restore, standing } = await rulesOf(block);
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
  process.stdout.write(`${JSON.stringify(await play(JSON.parse(line)))}\n`);
}
