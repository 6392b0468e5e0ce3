/** Dragging with mouse, pen or finger: from a press on an item to the place where it is let go. */

/** Moved less than this (pixels), a press is a click. */
const THRESHOLD = 6;
/** So near the edge of the window, the page rolls, this far per picture. */
const EDGE = 56;
const STEP = 10;

export interface Dragging {
  started(item: string): void;
  /** `x`, `y`: how far from where it was. */
  moved(x: number, y: number): void;
  hover(x: number, y: number): void;
  dropped(item: string, x: number, y: number): void;
  cancelled(): void;
}

export class Drag {
  private item = "";
  private pointer = -1;
  private active = false;
  private start = { x: 0, y: 0 };
  private now = { x: 0, y: 0 };
  /** The click that ends a drag is no press on the item. */
  private clicks = false;

  constructor(private readonly told: Dragging) {}

  down(event: PointerEvent, item: string): void {
    this.clicks = false;
    if (event.button !== 0 || !event.isPrimary) return;
    this.item = item;
    this.pointer = event.pointerId;
    this.start = { x: event.clientX + window.scrollX, y: event.clientY + window.scrollY };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  }

  move(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    this.now = { x: event.clientX, y: event.clientY };
    const { x, y } = this.distance();
    if (!this.active && Math.hypot(x, y) < THRESHOLD) return;
    if (!this.active) this.begin();
    this.show();
  }

  up(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    this.pointer = -1;
    if (!this.active) return;
    this.active = false;
    this.clicks = true;
    this.told.dropped(this.item, event.clientX, event.clientY);
  }

  cancel(): void {
    const { active } = this;
    this.pointer = -1;
    this.active = false;
    if (active) this.told.cancelled();
  }

  /** True for a click that belongs to the drag just ended. */
  swallows(event: Event): boolean {
    const swallowed = this.clicks && (event as MouseEvent).detail > 0;
    this.clicks = false;
    return swallowed;
  }

  private begin(): void {
    this.active = true;
    this.told.started(this.item);
    requestAnimationFrame(this.roll);
  }

  private show(): void {
    const { x, y } = this.distance();
    this.told.moved(x, y);
    this.told.hover(this.now.x, this.now.y);
  }

  /** With what the page was rolled meanwhile. */
  private distance(): { x: number; y: number } {
    return { x: this.now.x + window.scrollX - this.start.x, y: this.now.y + window.scrollY - this.start.y };
  }

  private readonly roll = (): void => {
    if (!this.active) return;
    const step = this.now.y < EDGE ? -STEP : this.now.y > window.innerHeight - EDGE ? STEP : 0;
    if (step !== 0) {
      window.scrollBy({ top: step, behavior: "instant" });
      this.show();
    }
    requestAnimationFrame(this.roll);
  };
}
