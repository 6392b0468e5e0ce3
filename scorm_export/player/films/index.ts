/** Entry of films.js, which only packages hold whose films need it: films that live elsewhere, and what comes beside films. */

import { define } from "../view/element";
import { PlayerFilm } from "./film";

define("player-film", PlayerFilm);
