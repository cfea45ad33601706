import { Stack } from '@mantine/core';
import { NavLink as RouterLink } from 'react-router';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';
import classes from './frame.module.css';
import { LINKS } from './links';

/** Every page, in the order of a day's work. */
export function NavLinks(): React.JSX.Element {
  const text = useText(shellText);
  return (
    <Stack gap={2}>
      {LINKS.map(({ to, name, Icon, Count }) => (
        <RouterLink key={to} to={to} end={to === '/'} className={classes.link!}>
          <Icon size={19} stroke={1.7} aria-hidden />
          <span className={classes.linkName}>{text[name]}</span>
          {Count !== undefined && <Count />}
        </RouterLink>
      ))}
    </Stack>
  );
}
