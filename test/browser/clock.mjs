// Lets a process live on the stories' day: `node --import clock.mjs ...`, in its worker threads too. Time goes on from
// there, so that what the shop says of days is the same whenever the stories are played.
import { shiftClock, START } from './shift-clock.mjs';

// Threads get a copy of their process's environment: all of them go on from the same moment.
process.env.STORIES_BEGAN ??= String(Date.now());
shiftClock(START - Number(process.env.STORIES_BEGAN));
