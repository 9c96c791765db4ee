/* A topic that is read. */

import "../forum.js";
import "../quote.js";
import "../faces.js";
