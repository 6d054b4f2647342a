/**
 * The door: signing in and out, who may see what, restricted data, and who looked.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../../src/access/index.ts';
import { describeWith } from '../material.ts';
import { BROWSER_NEED, browserHere, openJourneyHouse, picture, signIn, type JourneyHouse } from './house.ts';
import { KIM } from './patients.ts';

describeWith(BROWSER_NEED, browserHere, 'the door', () => {
  let house: JourneyHouse;
  beforeAll(async () => {
    house = await openJourneyHouse();
  }, 180_000);
  afterAll(() => house.close());

  it('a stranger is led to the sign-in page, and back to where they wanted to go', async () => {
    const { page, context, faults } = await house.visitor();
    await page.goto(`/patients/${KIM}/problems`);
    await page.waitForURL(/\/sign-in\//);
    await expect.poll(() => page.locator('[data-person]').count()).toBe(DEMO_PEOPLE.length);
    await picture(page, 'sign-in-ko');
    await page.click('[data-person=demo-physician]');
    await page.waitForURL(new RegExp(`/patients/${KIM}/problems$`));
    await page.locator('[data-row]').first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('a wrong password is refused in words, whoever it is', async () => {
    const { page, context } = await house.visitor();
    await page.goto('/patients');
    await page.fill('[name=username]', 'nobody');
    await page.fill('[name=password]', 'nothing at all');
    await page.click('button[type=submit]');
    await page.getByRole('alert').getByText('아이디나 비밀번호가 맞지 않습니다.').waitFor();
    await context.close();
  });

  it('a sign-in page that is no longer valid offers to start again', async () => {
    const { page, context } = await house.visitor();
    await page.goto('/sign-in/gone');
    await page
      .getByText('이 로그인 화면이 만료되었습니다')
      .or(page.getByText('로그인 화면이 만료되었습니다'))
      .first()
      .waitFor();
    await context.close();
  });

  it('a patient sees the own record in plain words, no list, and nobody else', async () => {
    const { page, context } = await house.visitor();
    await signIn(page, 'patient');
    await page.waitForURL(/\/patients\/demo-patient/);
    await page.locator('nav').getByText('내 약').waitFor();
    expect(await page.locator('nav a[href="/patients"]').count()).toBe(0);
    await page.getByText('지금 먹거나 쓰는 약').waitFor();
    await picture(page, 'patient-ko');
    await page.goto(`/patients/${KIM}`);
    await page.waitForLoadState('networkidle');
    expect(await page.locator('[data-banner]').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('김민준');
    await context.close();
  });

  it('a patient sees who looked', async () => {
    const physician = await house.visitor();
    await signIn(physician.page, 'physician');
    await physician.page.goto('/patients/demo-patient');
    await physician.page.waitForSelector('[data-banner]');
    await physician.page.waitForLoadState('networkidle');
    await physician.context.close();
    const { page, context } = await house.visitor();
    await signIn(page, 'patient');
    await page.click('nav a[href="/patients/demo-patient/access"]');
    await page.locator('[data-audit]').getByText('김서연').first().waitFor();
    await context.close();
  });

  it('restricted data opens by break-glass with a reason, says so, and closes again', async () => {
    const { page, context } = await house.visitor();
    await signIn(page, 'nurse');
    await page.goto(`/patients/${KIM}/problems`);
    await page.getByText('2형 당뇨병').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('제한된 진단');
    await page.getByRole('button', { name: '긴급 열람' }).click();
    const submit = page.getByRole('dialog').getByRole('button', { name: '열람', exact: true });
    expect(await submit.isDisabled()).toBe(true);
    await page.getByRole('dialog').locator('textarea').first().fill('의식 없는 응급 환자, 과거력 확인이 필요함');
    await picture(page, 'break-glass-ko');
    await submit.click();
    await page.locator('[data-banner]').getByText('긴급 열람 중입니다', { exact: false }).waitFor();
    await page.locator('[data-row]').getByText('제한된 진단').waitFor();
    await page.locator('[data-banner]').getByRole('button', { name: '끝내기' }).click();
    await page.getByText('제한된 진단').waitFor({ state: 'detached' });
    await page.click(`nav a[href="/patients/${KIM}/access"]`);
    await page.locator('[data-audit]').getByText('의식 없는 응급 환자', { exact: false }).first().waitFor();
    await context.close();
  });

  it('an app is named with what it asks for in words; what is taken out is not granted', async () => {
    await house.addApp('growth', '성장곡선', ['openid', 'user/Observation.rs', 'user/Patient.rs']);
    const { page, context } = await house.visitor();
    const query = new URLSearchParams({
      client_id: 'growth',
      response_type: 'code',
      redirect_uri: `${house.url}/an-app`,
      scope: 'openid user/Observation.rs user/Patient.rs',
      aud: `${house.url}/fhir/R4`,
      state: 's',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    await page.goto(`/oidc/auth?${query.toString()}`);
    await page.getByText('성장곡선 앱을 쓰려면 로그인하세요.').waitFor();
    await page.click('[data-person=demo-physician]');
    await page.getByText('앱에 접근을 허락할까요?').waitFor();
    const boxes = page.getByRole('checkbox');
    await boxes.first().waitFor();
    await page.getByText('user/Observation.rs').waitFor();
    await picture(page, 'consent-ko');
    await boxes.last().uncheck();
    await page.getByRole('button', { name: '허락' }).click();
    await page.waitForURL(/\/an-app\?/);
    const back = new URL(page.url()).searchParams;
    expect(back.get('code')).toBeTruthy();
    expect(back.get('state')).toBe('s');
    await page.goto(`/oidc/auth?${query.toString()}&prompt=consent`);
    await page.getByRole('button', { name: '거절' }).click();
    await page.waitForURL(/\/an-app\?/);
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
    await context.close();
  });

  it('signing out ends it in every tab; going back shows nothing', async () => {
    const { page, context } = await house.visitor();
    await signIn(page, 'physician');
    await page.goto(`/patients/${KIM}`);
    await page.waitForSelector('[data-banner]');
    const other = await context.newPage();
    await other.goto(`/patients/${KIM}/results`);
    await other.waitForSelector('[data-banner]');
    await page.getByRole('button', { name: '로그아웃' }).click();
    await page.waitForURL(/\/sign-in\//);
    await other.waitForURL(/\/sign-in\//);
    await page.goBack();
    await page.waitForURL(/\/sign-in\//);
    expect(await page.locator('body').innerText()).not.toContain('김민준');
    await context.close();
  });

  it('roles without a chart are told so, and see no patient', async () => {
    const { page, context } = await house.visitor();
    await page.goto('/');
    await page.click('[data-person=demo-researcher]');
    await page.getByText('최유진 님, 안녕하세요').waitFor();
    await page.goto('/patients');
    await page.waitForLoadState('networkidle');
    expect(await page.locator('[data-patient]').count()).toBe(0);
    await context.close();
  });
});
