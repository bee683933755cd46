import { play } from "./play";
import { Scorm2004 } from "./scorm2004";

play(new Scorm2004());
