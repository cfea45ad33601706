// Loaded only where a chart is shown. A new kind of chart or component is registered here.
import { BarChart, HeatmapChart, LineChart, ScatterChart, TreemapChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  BarChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  TreemapChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

export type ChartOption = EChartsCoreOption;
export type Chart = EChartsType;

/** Colours that stay apart for people who confuse red and green (after Okabe and Ito, 2008), for light and dark. */
const SERIES = {
  light: ['#0072b2', '#d55e00', '#187650', '#cc79a7', '#8a6d00', '#56b4e9', '#5b6670'],
  dark: ['#56b4e9', '#f0925a', '#52ab80', '#e3a3c6', '#e0c84b', '#8fc8ee', '#a9b2ba'],
};
const INK = { light: '#1f2933', dark: '#dfe3e6' };
const LINE = { light: '#d8dde1', dark: '#3b4248' };
const PAPER = { light: '#ffffff', dark: '#25282b' };

export function draw(place: HTMLElement, scheme: 'light' | 'dark'): Chart {
  const axis = {
    axisLabel: { color: INK[scheme] },
    axisLine: { lineStyle: { color: LINE[scheme] } },
    splitLine: { lineStyle: { color: LINE[scheme] } },
    nameTextStyle: { color: INK[scheme] },
  };
  const theme = {
    color: SERIES[scheme],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: "'Inter Variable', system-ui, sans-serif", color: INK[scheme] },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: axis,
    legend: { textStyle: { color: INK[scheme] }, pageTextStyle: { color: INK[scheme] } },
    tooltip: {
      backgroundColor: PAPER[scheme],
      borderColor: LINE[scheme],
      textStyle: { color: INK[scheme] },
    },
    visualMap: { textStyle: { color: INK[scheme] } },
    treemap: { label: { color: '#fff' } },
  };
  return init(place, theme, { renderer: 'canvas' });
}
