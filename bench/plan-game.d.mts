export interface Ask {
  stock: number;
  periods: number;
  observed: { price: number; units: number; soldOut: boolean }[];
  lastPrice: number;
}
export interface Game {
  season: number[][];
  foresight: number;
}
export type Noise = 'log-normal' | 'gamma';
export const GAME: {
  stock: number;
  weeks: number;
  prices: number[];
  lifts: number[];
  cv: number;
  prior: { mean: number; sd: number };
};
export function seasonOf(seed: number, noise: Noise): number[][];
export function foresightOf(season: number[][]): number;
export function play(season: number[][], ask: (state: Ask) => number): number;
export function lossesOf(games: Game[], ask: (state: Ask) => number): number[];
export function gamesOf(count: number, noise: Noise, firstSeed: number): Game[];
export function meanOf(values: number[]): { mean: number; sd: number; sdOfMean: number };
