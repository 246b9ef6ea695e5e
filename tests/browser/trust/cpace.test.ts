// The arithmetic is the browser's: it is held against the published vectors as well, and not only Node's.
import "../../unit/trust/cpace.test.ts";
import "../../unit/trust/x25519.test.ts";
