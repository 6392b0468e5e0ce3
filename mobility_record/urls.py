"""Every address of the record. Pages hang on random ids; absent and forbidden give the same 404."""

from django.urls import path
from django.views.i18n import set_language

from mobility_record.lti import views as lti
from mobility_record.web import bridge, codes, decisions, entry, mine, mobility, receipts, work

#: Those that machines ask most often come first: addresses are tried in order.
urlpatterns = [
    path("bridge/v1/events", bridge.events),
    path("lti/lineitems/<uuid:item>/scores", lti.scores),
    path("bridge/v1/claim", bridge.claim),
    path("bridge/v1/refresh", bridge.refresh),
    path("bridge/v1/mine", bridge.mine),
    path("bridge/v1/stop", bridge.stop),
    path("lti/token", lti.token),
    path("lti/lineitems", lti.collection),
    path("lti/lineitems/<uuid:item>", lti.member),
    path("lti/lineitems/<uuid:item>/results", lti.results),
    path("", work.front, name="front"),
    path("work", work.work, name="work"),
    path("codes", codes.codes, name="codes"),
    path("receipts", receipts.receipts, name="receipts"),
    path("mobility/<uuid:public_id>", mobility.mobility, name="mobility"),
    path("mobility/<uuid:public_id>/decide", decisions.decide, name="decide"),
    path("mobility/<uuid:public_id>/revoke-codes", decisions.revoke_codes, name="revoke-codes"),
    path("mobility/<uuid:public_id>/new-link", decisions.new_link, name="new-link"),
    path("mobility/<uuid:public_id>/end-source", decisions.end_source, name="end-source"),
    path("mine", mine.mine, name="mine"),
    path("mine/stop", mine.stop, name="stop"),
    path("sign-in", entry.sign_in, name="sign-in"),
    path("sign-out", entry.sign_out, name="sign-out"),
    path("enter/<str:secret>", entry.enter, name="enter"),
    path("language", set_language, name="language"),
]

handler400 = "mobility_record.web.problems.bad_request"
handler403 = "mobility_record.web.problems.forbidden"
handler404 = "mobility_record.web.problems.not_found"
handler500 = "mobility_record.web.problems.server_error"
