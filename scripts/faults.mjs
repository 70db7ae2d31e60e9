// Transfers over links with seeded faults: 2,000, or the number given; `npm test` makes 100.
import { runSeeded } from "./seeded.mjs";

await runSeeded("tests/server/filesystem/test_faults.py", "JUMPERWIRE_FAULT_RUNS", "2000");
