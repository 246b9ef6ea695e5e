/* Every screen but the first. One piece: it comes while the first one is looked at, and is smaller than its parts. */
/* What it has in common with the app's piece, which is fetched at the same time, is in that one and not in a third. */
import "../../app/later.ts";
import "../check/device-check.ts";
import "../parts/later-icons.ts";
import "../parts/ring.ts";
import "./call.ts";
import "./notice.ts";
import "./pairing.ts";
import "./preview.ts";
