import { Cmi5 } from "./cmi5";
import { play } from "./play";

play(new Cmi5());
