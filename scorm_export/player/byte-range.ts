/** What a film player asks of a file: one range of bytes (RFC 9110, section 14). */

export interface Span {
  /** First byte. */
  start: number;
  /** First byte after the range. */
  end: number;
}

/** The range that `header` asks of `size` bytes; null: the whole file; "none": the file has no such bytes. */
export function spanOf(header: string | null, size: number): Span | "none" | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  const [, from = "", to = ""] = asked ?? [];
  if (from === "" && to === "") return null;
  if (from === "") return to === "0" || size === 0 ? "none" : { start: Math.max(0, size - Number(to)), end: size };
  const start = Number(from);
  const end = to === "" ? size : Math.min(Number(to) + 1, size);
  // A range that runs backwards is no range; the whole file is the answer then.
  if (to !== "" && Number(to) < start) return null;
  return start < size ? { start, end } : "none";
}

/** The answer to a request with the header `Range`, cut from the whole file. */
export async function partOf(whole: Response, header: string | null): Promise<Response> {
  if (header === null) return whole;
  const file = await whole.blob();
  const type = whole.headers.get("Content-Type") ?? "application/octet-stream";
  const span = spanOf(header, file.size);
  if (span === null) return new Response(file, { headers: { "Content-Type": type } });
  if (span === "none") return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${file.size}` } });
  const { start, end } = span;
  const headers = {
    "Content-Type": type,
    "Content-Range": `bytes ${start}-${end - 1}/${file.size}`,
    "Content-Length": String(end - start),
    "Accept-Ranges": "bytes",
  };
  return new Response(file.slice(start, end, type), { status: 206, statusText: "Partial Content", headers });
}
