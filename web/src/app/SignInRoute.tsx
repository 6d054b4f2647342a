import { useParams } from '@tanstack/react-router';
import { SignInPage } from '../access/SignInPage.tsx';

export default function SignInRoute() {
  const { uid } = useParams({ from: '/sign-in/$uid' });
  return <SignInPage uid={uid} />;
}
