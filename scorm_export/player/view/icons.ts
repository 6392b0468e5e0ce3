/** The player's icons: drawn inline, always beside a word, hidden from screen readers. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

const SHAPES = {
  check: svg`<path d="M4 12.5l5 5L20 6.5"/>`,
  cross: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  part: svg`<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 010 18z" fill="currentColor"/>`,
  lock: svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 018 0v2.5"/>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"/>`,
  next: svg`<path d="M9 5l7 7-7 7"/>`,
  back: svg`<path d="M15 5l-7 7 7 7"/>`,
  hint: svg`<path d="M9.5 17h5M10 20h4M12 3.5a5.8 5.8 0 00-3.3 10.6c.7.5.8 1 .8 1.9h5c0-.9.1-1.4.8-1.9A5.8 5.8 0 0012 3.5z"/>`,
  note: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.6v.1"/>`,
  wait: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>`,
  send: svg`<path d="M4 12l16-7-5 15-3.5-6z"/>`,
  warn: svg`<path d="M12 4l9 16H3z"/><path d="M12 10v4.5M12 17.3v.1"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type Icon = keyof typeof SHAPES;

export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}

/** A ring that is filled as far as `done` of `of`; the figure stands beside it as text. */
export function ring(done: number, of: number): TemplateResult {
  const full = 2 * Math.PI * 9;
  const part = of === 0 ? 0 : (done / of) * full;
  return html`<svg class="ring" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<circle class="ring-track" cx="12" cy="12" r="9"/>
      <circle class="ring-done" cx="12" cy="12" r="9" stroke-dasharray="${part} ${full}" transform="rotate(-90 12 12)"/>`}
  </svg>`;
}
