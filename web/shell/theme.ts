import {
  createTheme,
  defaultVariantColorsResolver,
  getContrastColor,
  type MantineColorsTuple,
  type MantineThemeOverride,
  type VariantColorsResolver,
} from '@mantine/core';

/** A calm green; shade 7 carries white text, shade 4 dark text, both with a contrast above 4.5. */
const leaf: MantineColorsTuple = [
  '#e9f6f0',
  '#d3e9de',
  '#a6d3bd',
  '#77bd9b',
  '#52ab80',
  '#3a9f6e',
  '#268a5e',
  '#187650',
  '#0d6644',
  '#005636',
];

const SHADE = { light: 7, dark: 4 } as const;
/** Where black and white are equally far from a color: on either side one of them has a contrast above 4.5. */
const LUMINANCE_MIDDLE = 0.18;

/** What stands on a filled color is black or white by the shade that each scheme fills it with, not by the light one. */
const readableOnFilled: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const { theme, variant, color = theme.primaryColor } = input;
  const shades = theme.colors[color];
  if (variant !== 'filled' || shades === undefined) return colors;
  const on = (shade: number): string => getContrastColor({ color: shades[shade]!, theme, autoContrast: true });
  return { ...colors, color: `light-dark(${on(SHADE.light)}, ${on(SHADE.dark)})` };
};

/** @param close the word that names the crosses which close things */
export function themeWith(close: string): MantineThemeOverride {
  const closeButtonProps = { 'aria-label': close };
  return createTheme({
    colors: { leaf },
    primaryColor: 'leaf',
    primaryShade: SHADE,
    autoContrast: true,
    luminanceThreshold: LUMINANCE_MIDDLE,
    variantColorResolver: readableOnFilled,
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    defaultRadius: 'md',
    cursorType: 'pointer',
    headings: { fontWeight: '650' },
    components: {
      // By name: the components themselves come with the first page that uses them.
      Modal: { defaultProps: { centered: true, closeButtonProps } },
      Drawer: { defaultProps: { position: 'right', closeButtonProps } },
      Notification: { defaultProps: { closeButtonProps } },
      // A bar that is always there says that there is more aside; a finger never brings the one that comes with the mouse.
      ScrollArea: { defaultProps: { type: 'auto', scrollbarSize: 8 } },
    },
  });
}
