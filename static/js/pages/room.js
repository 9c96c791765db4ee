/* A room of the chat. */

import "../chat.js";
import "../faces.js";
