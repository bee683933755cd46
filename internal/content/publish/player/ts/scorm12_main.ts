import { play } from "./play";
import { Scorm12 } from "./scorm12";

play(new Scorm12());
