/** Entry of bridge.js, which only packages made with --record hold: reporting to the coordinator's record, and its view. */

import "../view/reporting";
import type { Library } from "../library";
import { connect } from "./connect";

const { mobilityPackage } = globalThis as unknown as { mobilityPackage: Pick<Library, "registerBridge"> };

mobilityPackage.registerBridge({ connect });
