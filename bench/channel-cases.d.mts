export interface Way {
  units: number;
  variance: number;
  perUnit: number;
}
export interface ChannelCase {
  stock: number;
  channels: { ways: Way[]; a: number; days: number; current: number; prices: number[] }[];
}
export interface Counted {
  worth: number;
  units: number;
}
export interface Loss {
  best: number;
  worth: number;
  nothing: number;
  loss: number;
  breaks: boolean;
  plans: number;
}
export function randomOf(seed: number): () => number;
export function caseOf(seed: number): ChannelCase;
export function worthOfAll(problem: { stock: number; channels: { ways: Way[] }[] }): Counted[];
export function bestOf(plans: Counted[], stock: number): number;
export function placeOf(choice: number[], channels: { ways: Way[] }[]): number;
export function lossOf(problem: { stock: number; channels: { ways: Way[] }[] }, choice: number[]): Loss;
