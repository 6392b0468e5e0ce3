/** Puts a problem together again: what would give its answers away stands in the package as one unreadable text, the key.
 *
 * That hides answers from a glance at the files, no more: whoever reads this code can undo it. The Python side is
 * scorm_export/problems/key.py. The key is JSON in UTF-8, each byte XORed with a stream that the leaf's id begins, in base64:
 * {"solutions", "hints", "parts": one entry per part, what to add to it; its "choices": one entry per choice}.
 */

import { checksum } from "./digest";
import type { Choice, LeafContent, ProblemContent, Response } from "./package";

interface Key extends Pick<ProblemContent, "solutions" | "hints"> {
  parts: (Partial<Response> & { choices?: Partial<Choice>[] })[];
}

export function opened(content: LeafContent): LeafContent {
  if (content.type !== "problem") return content;
  const { key, ...problem } = content as ProblemContent;
  if (key === undefined) return content;
  const { solutions, hints, parts } = JSON.parse(readable(key, problem.id)) as Key;
  return { ...problem, solutions, hints, parts: problem.parts.map((part, index) => whole(part, parts[index] ?? {})) };
}

function whole(part: ProblemContent["parts"][number], secret: Key["parts"][number]): ProblemContent["parts"][number] {
  const joined = { ...part, ...secret } as Response;
  if (part.kind === "html" || !("choices" in part)) return joined;
  return { ...joined, choices: part.choices.map((choice, index) => ({ ...choice, ...secret.choices?.[index] })) } as Response;
}

function readable(key: string, id: string): string {
  let state = parseInt(checksum(unescape(encodeURIComponent(id))), 36);
  const bytes = Uint8Array.from(atob(key), (letter) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return letter.charCodeAt(0) ^ (state >>> 24);
  });
  return new TextDecoder().decode(bytes);
}
