import { Button, Container, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useRouteError } from 'react-router';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';

/** Where a page itself has a fault, or could not be fetched. */
export function ErrorPage(): React.JSX.Element {
  const text = useText(shellText);
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return (
    <Container size="xs" py="xl" role="alert">
      <Title order={1} fz="h2" mb="sm">
        {text.brokenTitle}
      </Title>
      <Text mb="lg">{text.broken}</Text>
      <Button onClick={() => window.location.reload()}>{text.reload}</Button>
    </Container>
  );
}

export function NotFoundPage(): React.JSX.Element {
  const text = useText(shellText);
  return (
    <Container size="xs" py="xl">
      <Title order={1} fz="h2" mb="sm">
        {text.notFoundTitle}
      </Title>
      <Text mb="lg">{text.notFound}</Text>
      <Button component={Link} to="/">
        {text.home}
      </Button>
    </Container>
  );
}
