/** Captions made from cues that came with the unit, so that no .vtt file has to be fetched; and names of languages. */

import type { Transcript } from "../package";

/** "Deutsch" for "de", in that language itself; the code where the browser does not know it. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Which of the transcripts is in the language of the page, as far as one is; else the first. */
export function ours(transcripts: readonly Transcript[]): number {
  const base = (code: string): string => code.split("-")[0] ?? "";
  return Math.max(0, transcripts.findIndex(({ language }) => base(language) === base(document.documentElement.lang)));
}

/** Gives `video` one caption track per language; one shows. */
export function addCaptions(video: HTMLVideoElement, transcripts: readonly Transcript[]): void {
  transcripts.forEach(({ language, cues }, index) => {
    const track = video.addTextTrack("captions", languageName(language), language);
    // A cue is markup (WebVTT), the author's words are not.
    for (const { start, end, text } of cues) track.addCue(new VTTCue(start, end, text.replace(/&/g, "&amp;").replace(/</g, "&lt;")));
    track.mode = index === ours(transcripts) ? "showing" : "hidden";
  });
}
