// What the player knows of the course: a script of the package gives it
// (Contents of player.go). Passages are named by their ids.
export interface Contents {
  id: string; // IRI of the course
  key: string; // names what is kept on the device
  part?: string; // key of the part of the course that the system keeps by itself; absent for the whole
  languages: Language[];
  pages: Page[]; // those that can be reached again, in reading order
  questions: Question[];
  ids: string; // passages of which a state speaks and that have an ordinal, in that order, six characters each
  steps: number[]; // from the ordinal of the one before to theirs, the first from 0
  objectives: { id: string; words: Record<string, string> }[];
  mark: number; // what passes, 0 to 1; 0 when nothing has to be passed
}

export interface Language {
  tag: string;
  locale: string;
  home: string; // address of the first page
  title: string;
  rtl?: boolean;
  words: Record<string, string>; // of the player
}

export interface Page {
  id: string; // the passage that is its title
  at: Record<string, string>; // address by language
  task?: 1; // it is to be done
  other?: 1; // it is to be done in another part
}

export interface Question {
  id: string;
  objective?: number; // its place in Contents.objectives, from 1
  counts?: 1; // towards the score
  key?: 1; // it can be right or wrong
}

// Where every passage is, for the one time that a place has moved to another page
// since it was left: the ids of each page of Contents.pages, without spaces.
export type Places = string[];

declare global {
  interface Window {
    atelierContents?: Contents;
    atelierPlaces?: Places;
  }
}
