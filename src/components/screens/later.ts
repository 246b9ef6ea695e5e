/* Every screen but the first. One piece: it comes while the first one is looked at, and is smaller than its parts. */
import "../parts/ring.ts";
import "./call.ts";
import "./notice.ts";
import "./pairing.ts";
import "./preview.ts";
