/** The page on which somebody invited makes their token and feed. It keeps nothing and asks nobody but this service. */
const find = (id) => document.getElementById(id)
const say = (id, text) => {
  find(id).textContent = text
}
const inWords = (instant) =>
  new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

/** What the service answers; throws its own sentence where it refuses. The address is beside this page's. */
const ask = async (address, body, token) => {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
    credentials: 'omit',
  }).catch(() => {
    throw new Error('The service cannot be reached just now: try again in a minute.')
  })
  const answer = await response.json()
  if (response.ok) return answer
  throw new Error(response.status === 404 ? `${answer.detail} ${CHECK_LINK}` : answer.detail)
}

const CHECK_LINK = 'Check that you opened the whole link of your invitation.'

const refuse = ({ message }) => {
  say('problem', message)
  find('problem').hidden = false
}

const show = (id) => {
  find('problem').hidden = true
  find(id).hidden = false
  find(id).querySelector('[tabindex]').focus()
}

/** Does something that a button asked for, once at a time. */
const busy = async (button, work) => {
  button.disabled = true
  try {
    await work()
  } catch (error) {
    refuse(error)
  }
  button.disabled = false
}

const welcome = ({ region, person, invitedBy, expiresAt, endsEarlierTokens }) => {
  say('who', 'Welcome')
  const place = region === null ? 'this service' : `the peer challenge programme “${region}”`
  const whom = `the office “${person}”`
  say(
    'what',
    invitedBy === null ? `This invites ${whom} to ${place}.` : `“${invitedBy}” invites ${whom} to ${place}.`,
  )
  say('until', inWords(expiresAt))
  find('ends').hidden = !endsEarlierTokens
  show('asking')
}

const offerFeed = (token) => {
  find('offer').hidden = false
  find('subscribe').addEventListener('click', ({ currentTarget }) =>
    busy(currentTarget, async () => {
      const { addresses } = await ask('v1/feeds', { name: 'Peer challenge' }, token)
      for (const [kind, address] of Object.entries(addresses)) {
        find(kind).value = address
        const link = document.querySelector(`[data-opens=${kind}]`)
        if (link) link.href = address
      }
      find('offer').hidden = true
      show('feed')
    }),
  )
}

const copy = async (input) => {
  input.select()
  try {
    await navigator.clipboard.writeText(input.value)
    say('said', 'Copied.')
  } catch {
    say('said', 'It is selected: copy it with your keyboard, or press and hold it.')
  }
}

const start = async () => {
  const invitation = location.hash.slice(1)
  // Out of the address bar and the history, where the next person at this device would find it.
  history.replaceState(null, '', location.pathname)
  if (invitation === '') throw new Error(`There is no invitation in this address. ${CHECK_LINK}`)
  const { region, ...rest } = await ask('v1/invitations/look', { invitation })
  find('join').addEventListener('submit', (event) => {
    event.preventDefault()
    return busy(event.submitter, async () => {
      const { token, expiresAt } = await ask('v1/tokens', { invitation, label: find('label').value })
      find('token').value = token
      say('good', inWords(expiresAt))
      find('asking').hidden = true
      if (region !== null) offerFeed(token)
      show('made')
    })
  })
  welcome({ region, ...rest })
}

for (const button of document.querySelectorAll('[data-copies]')) {
  button.addEventListener('click', () => copy(find(button.dataset.copies)))
}
// Another link opened in this tab changes the fragment alone.
addEventListener('hashchange', () => location.reload())
start().catch(refuse)
