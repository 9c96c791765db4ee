/* Wherever words are written at length. */

import "../drafts.js";
import "../composer.js";
import "../suggest.js";
