/** The one script all our blocks need in Open edX: Lit, every block's element, and the way to the server.
 *
 * The page may load it late, twice or never: the stub (fragment.py) catches the platform's call and waits until the element
 * is defined; a second copy finds the element defined and the connection made.
 */
import { addMessages } from "../../frontend/i18n";
import type { HostContext, Json } from "../../frontend/host";
import { checklist } from "../checklist/module";
import { facts } from "../facts/module";
import { XBlockHost } from "./xblock-host";

interface Arguments {
  element: string;
  definition: Json;
  state: Json;
  context: HostContext;
  messages: Record<string, string>;
}

interface BlockHost extends HTMLElement {
  definition: Json;
  state: Json;
  host?: XBlockHost<Json, Json>;
}

/** What the platform hands to a block's init function. */
interface Runtime {
  handlerUrl(element: Element, handler: string): string;
}

const blocks = new Set([checklist, facts].map(({ element }) => element));

/** Gives the element in `wrapper` what it needs to work; without arguments it keeps what the server wrote. */
function connect(runtime: Runtime, wrapper: Element, args: Partial<Arguments> | undefined): void {
  const element = args?.element === undefined ? null : wrapper.querySelector<BlockHost>(args.element);
  if (!element || element.host || !args?.definition || !args.context || !blocks.has(element.localName)) return;
  addMessages(args.messages ?? {});
  element.definition = args.definition;
  element.state = args.state ?? null;
  element.host = new XBlockHost(runtime.handlerUrl(wrapper, "act"), args.context);
}

(globalThis as unknown as { mobilityBlocks: { connect: typeof connect } }).mobilityBlocks ??= { connect };
