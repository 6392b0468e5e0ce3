// Packs ready-made HTML with npm's simple-scorm-packager, which converts nothing: FOLDER OUTPUT-FOLDER.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , source, outputFolder] = process.argv;
const pack = createRequire(import.meta.url)("simple-scorm-packager");
pack(
  {
    version: "1.2",
    organization: "Reference",
    title: "Reference course",
    source,
    package: { zip: true, outputFolder, name: "packed" },
  },
  () => {
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf-8")) ?? [];
    console.log(`peak ${Number(peak) * 1024}`);
  },
);
