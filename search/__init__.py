"""Finding what was written again, never more than the viewer may see."""

import warnings

# Whoosh is older than the interpreter's opinion of its source; nobody who starts the site can do anything about it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r"(.*[/\\])?whoosh\b")
