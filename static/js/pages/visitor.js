/* Every page of somebody who is not signed in. */

import "../site.js";
import "../focus.js";
import "../dialog.js";
