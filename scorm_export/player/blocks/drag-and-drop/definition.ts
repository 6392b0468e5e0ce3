/** A drag and drop as the exporter writes it (scorm_export/convertors/drag_and_drop.py). HTML was cleaned there. */

export interface Zone {
  id: string;
  /** Plain text; may be empty. */
  title: string;
  description: string;
  /** Pixels of the picture in its natural size. */
  x: number;
  y: number;
  width: number;
  height: number;
  align: "left" | "right" | "center";
}

export interface Item {
  /** Digits only. */
  id: string;
  name: string;
  /** Its face when that is more than the name; "" for none. */
  html: string;
  image: string | null;
  alt: string;
  /** Per cent of the picture. */
  width: number | null;
  /** A picture without a frame around it. */
  bare: boolean;
  /** Where it may lie; none: a decoy, which stays in the bank. */
  zones: string[];
  /** HTML said after a right and a wrong drop. */
  right: string;
  wrong: string;
}

export interface Definition {
  name: string;
  mode: "standard" | "assessment";
  /** How often it may be checked; null: any number of times. */
  attempts: number | null;
  /** How many items a zone holds; null: any number. */
  room: number | null;
  /** Thousandths of a point. */
  points: number;
  question: string;
  heading: boolean;
  /** null: a plain area as large as the zones. */
  picture: string | null;
  about: string;
  borders: "always" | "moving" | "never";
  labels: boolean;
  /** CSS colours of items; "" for none. */
  background: string;
  colour: string;
  zones: Zone[];
  items: Item[];
  start: string;
  finish: string;
  explanation: string;
  /** Open edX's `showanswer`. */
  show: string;
}
