/* Every page of a member's, which hears what is new. */

import "./visitor.js";
import "../live.js";
