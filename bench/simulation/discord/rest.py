"""The REST routes that the bot calls, and the attachments' files."""

from __future__ import annotations

from aiohttp import web

from bench.simulation.discord import payloads
from bench.simulation.discord.calls import API, CALL, Calls, Handler
from bench.simulation.discord.faults import Refusal, missing_access
from bench.simulation.discord.interactions import Interactions
from bench.simulation.discord.messages import Messages
from bench.simulation.discord.wire import as_json
from bench.simulation.discord.world import PRIVATE, Channel, Payload, World

EMPTY = 204


class Rest:
    """Handlers by route; they raise a Refusal for an error."""

    def __init__(self, world: World, messages: Messages, interactions: Interactions) -> None:
        self.world, self.messages, self.interactions = world, messages, interactions

    def application(self, calls: Calls) -> web.Application:
        @web.middleware
        async def through(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await calls.answer(request, handler)

        application = web.Application(middlewares=[through], client_max_size=1 << 26)
        for line in ROUTES.strip().splitlines():
            method, path, name = line.split()
            application.router.add_route(method, API + path, getattr(self, name))
        application.router.add_get("/attachments/{channel}/{id}/{name}", self.file)
        return application

    def _channel(self, request: web.Request) -> Channel:
        found = self.world.channels.get(request.match_info["channel"])
        if found is None or not found.reachable:
            raise missing_access()
        return found

    def _message(self, request: web.Request) -> Payload:
        return self.messages.find(self._channel(request).id, request.match_info["message"])

    async def me(self, request: web.Request) -> web.Response:
        return as_json(payloads.user(self.world.application))

    async def my_application(self, request: web.Request) -> web.Response:
        return as_json(payloads.application(self.world.application))

    async def user(self, request: web.Request) -> web.Response:
        person = self.world.people.get(request.match_info["user"])
        if person is None:
            raise Refusal(404, 10013, "Unknown User")
        return as_json(payloads.user(person))

    async def gateway(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        url = self.world.address.replace("http", "ws", 1)
        return as_json({"url": url, "shards": 1, "session_start_limit": limit})

    async def commands(self, request: web.Request) -> web.Response:
        return as_json(self.world.commands)

    async def set_commands(self, request: web.Request) -> web.Response:
        bot = self.world.application.id
        more = {
            "application_id": bot,
            "version": "1",
            "default_member_permissions": None,
            "type": 1,
            "description": "",  # what Discord says of message commands, which have none
        }
        self.world.commands = [
            more | {"id": self.world.new_id()} | one for one in request[CALL].body
        ]
        return as_json(self.world.commands)

    async def open_private(self, request: web.Request) -> web.Response:
        person = self.world.people[str(request[CALL].body["recipient_id"])]
        made = self.world.private_channel(person)
        return as_json(payloads.channel(made, self.world.application))

    async def channel(self, request: web.Request) -> web.Response:
        found = self._channel(request)
        return as_json(payloads.channel(found, self.world.application))

    async def guild(self, request: web.Request) -> web.Response:
        found = self.world.guilds.get(request.match_info["guild"])
        if found is None or not found.joined:
            raise missing_access()
        return as_json(payloads.guild(found, self.world))

    async def typing(self, request: web.Request) -> web.Response:
        self.world.typing.append(self._channel(request).id)
        return web.Response(status=EMPTY)

    async def send(self, request: web.Request) -> web.Response:
        call = request[CALL]
        made = await self.messages.post(self._channel(request), call.body, call.uploads)
        return as_json(made)

    async def history(self, request: web.Request) -> web.Response:
        found = self.world.in_channel(self._channel(request))[::-1]
        if before := request.query.get("before"):
            found = [one for one in found if int(one["id"]) < int(before)]
        return as_json(found[: int(request.query.get("limit", 50))])

    async def message(self, request: web.Request) -> web.Response:
        return as_json(self._message(request))

    async def edit(self, request: web.Request) -> web.Response:
        call, found = request[CALL], self._message(request)
        if found["author"]["id"] != self.world.application.id:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        return as_json(await self.messages.edit(found, call.body, call.uploads))

    async def delete(self, request: web.Request) -> web.Response:
        await self.messages.delete(self._message(request))
        return web.Response(status=EMPTY)

    async def start_thread(self, request: web.Request) -> web.Response:
        parent, name = self._channel(request), request[CALL].body["name"]
        if parent.kind == PRIVATE:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        # a thread that starts at a message has the message's id
        thread = self.world.add_thread(parent, name, request.match_info.get("message"))
        made = payloads.channel(thread, self.world.application)
        await self.messages.gateway.dispatch("THREAD_CREATE", made)
        return as_json(made, status=201)

    async def join_thread(self, request: web.Request) -> web.Response:
        return web.Response(status=EMPTY)

    async def answer(self, request: web.Request) -> web.Response:
        call = request[CALL]
        token = request.match_info["token"]
        told = await self.interactions.answer(token, call.body, call.uploads)
        if request.query.get("with_response") in {"1", "true"}:
            return as_json(told)
        return web.Response(status=EMPTY)

    async def follow_up(self, request: web.Request) -> web.Response:
        call = request[CALL]
        token = request.match_info["token"]
        return as_json(await self.interactions.follow_up(token, call.body, call.uploads))

    async def answered(self, request: web.Request) -> web.Response:
        place = request.match_info
        return as_json(self.interactions.message(place["token"], place["message"]))

    async def edit_answer(self, request: web.Request) -> web.Response:
        place, call = request.match_info, request[CALL]
        found = self.interactions.message(place["token"], place["message"])
        return as_json(await self.messages.edit(found, call.body, call.uploads))

    async def delete_answer(self, request: web.Request) -> web.Response:
        place = request.match_info
        found = self.interactions.message(place["token"], place["message"])
        await self.messages.delete(found)
        return web.Response(status=EMPTY)

    async def file(self, request: web.Request) -> web.Response:
        data = self.world.files.get(request.path)
        return web.Response(status=404) if data is None else web.Response(body=data)


ROUTES = """
GET    /users/@me                                              me
GET    /applications/@me                                       my_application
GET    /oauth2/applications/@me                                my_application
GET    /users/{user}                                           user
POST   /users/@me/channels                                     open_private
GET    /gateway/bot                                            gateway
GET    /applications/{application}/commands                    commands
PUT    /applications/{application}/commands                    set_commands
GET    /guilds/{guild}                                         guild
GET    /channels/{channel}                                     channel
POST   /channels/{channel}/typing                              typing
POST   /channels/{channel}/messages                            send
GET    /channels/{channel}/messages                            history
GET    /channels/{channel}/messages/{message}                  message
PATCH  /channels/{channel}/messages/{message}                  edit
DELETE /channels/{channel}/messages/{message}                  delete
POST   /channels/{channel}/messages/{message}/threads          start_thread
POST   /channels/{channel}/threads                             start_thread
PUT    /channels/{channel}/thread-members/@me                  join_thread
POST   /interactions/{id}/{token}/callback                     answer
POST   /webhooks/{application}/{token}                         follow_up
GET    /webhooks/{application}/{token}/messages/{message}      answered
PATCH  /webhooks/{application}/{token}/messages/{message}      edit_answer
DELETE /webhooks/{application}/{token}/messages/{message}      delete_answer
"""
