/* Everything works without this file; it only makes the work quicker. */
import { keepDensity } from "./density.js";
import { warnBeforeLeaving, focusErrors } from "./forms.js";
import { autosave } from "./autosave.js";
import { copyLinks } from "./copy.js";
import { keepDraft } from "./draft.js";
import { pasteBlocks } from "./paste.js";
import { passkeys } from "./passkeys.js";
import { hintsWhileTyping } from "./hints.js";
import { shortcuts } from "./shortcuts.js";

keepDensity(document);
focusErrors(document);
warnBeforeLeaving(document);
autosave(document);
copyLinks(document);
keepDraft(document);
pasteBlocks(document);
passkeys(document);
hintsWhileTyping(document);
shortcuts(document);
