// Boards that answer with hostile literals and frames: 5,000, or the number given; `npm test` meets 200.
import { runSeeded } from "./seeded.mjs";

await runSeeded("tests/server/hostile", "JUMPERWIRE_HOSTILE_BOARDS", "5000");
