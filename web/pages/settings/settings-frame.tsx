import { Anchor, Stack } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, NavLink, Outlet } from 'react-router';
import { Allowed } from '../../parts/allowed';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';
import { SECTIONS } from './sections';
import classes from './settings.module.css';

/** Around every part of the settings: the list of parts beside it, on a phone the way back to that list. */
export default function SettingsFrame(): React.JSX.Element {
  const text = useText(settingsText);
  return (
    <div className={classes.frame}>
      <nav className={classes.side} aria-label={text.nav}>
        <Stack gap={2}>
          {SECTIONS.map(({ name, Icon, role }) => (
            <Allowed key={name} role={role}>
              <NavLink to={`/settings/${name}`} className={classes.link!}>
                <Icon size={18} stroke={1.7} aria-hidden />
                {text.sections[name]}
              </NavLink>
            </Allowed>
          ))}
        </Stack>
      </nav>
      <div>
        <Anchor component={Link} to="/settings" fz="sm" className={classes.back!}>
          <IconChevronLeft size={16} aria-hidden />
          {text.back}
        </Anchor>
        <Outlet />
      </div>
    </div>
  );
}
