"""The guards of the AGS platform, each with the edit that removes it and the test that must notice (mutants.py)."""

from dataclasses import dataclass

LTI = "mobility_record/lti/"
JSON = "mobility_bridge/strictjson.py"
AGS = "mobility_bridge/ags.py"
Edit = tuple[str, str, str]


@dataclass(frozen=True)
class Removal:
    """`edits`: (file, the text that stands there once, what takes its place)."""

    guard: str
    test: str
    edits: tuple[Edit, ...]

    @property
    def files(self) -> list[str]:
        return list(dict.fromkeys(file for file, _, _ in self.edits))


def off(guard: str, test: str, file: str, old: str, new: str = "", *more: Edit) -> Removal:
    """One guard off: in most cases a condition that is never true now. `test`: `module::name` without `test_`."""
    return Removal(guard, test.replace("::", ".py::test_"), ((file, old, new), *more))


A = "test_ags_attacks_"
TOKENS, CLIENTS, VIEWS = LTI + "tokens.py", LTI + "clients.py", LTI + "views.py"
PROOF, KEYS, SETS = LTI + "assertions.py", LTI + "keys.py", LTI + "keysets.py"
ITEMS, REPORTS, RESULTS = LTI + "line_items.py", LTI + "reports.py", LTI + "outcomes.py"
PAGES = "mobility_record/web/templates/web/"
LEDGERS = ("mobility_record/results/ledger_sqlite.py", "mobility_record/results/ledger_postgresql.py")
ANY_ALGORITHM = (PROOF, '    if assertion.header.get("alg") != algorithm:', "    if False:")
UNCHECKED = (
    PROOF,
    "        jws.deserialize_compact(",
    '        assertion.header.get("alg") != algorithm or jws.deserialize_compact(',
)

# fmt: off
REMOVALS = [
    # 1–5: assertions
    off("only the key's algorithm (none)", A + "assertions::no_algorithm_is_no_signature", *ANY_ALGORITHM, UNCHECKED),
    off("only the key's algorithm (HS256)", A + "assertions::a_public_key_is_no_shared_secret", *ANY_ALGORITHM, UNCHECKED),
    off(
        "only the key's algorithm (RS512, PS256)",
        A + "assertions::the_key_decides_the_algorithm_also_among_safe_ones",
        *ANY_ALGORITHM,
        (PROOF, "algorithms=[algorithm])", 'algorithms=[str(assertion.header.get("alg"))])'),
    ),
    off(
        "the signature is checked",
        A + "assertions::a_signature_of_something_else_or_none_is_refused",
        PROOF,
        "        jws.deserialize_compact(",
        "        algorithm or jws.deserialize_compact(",
    ),
    off("no private or symmetric key", A + "assertions::a_key_that_is_weak_secret_or_broken_is_not_registered", KEYS, "if _PRIVATE & value.keys():", "if False:"),
    off("strong RSA keys", A + "assertions::a_key_that_is_weak_secret_or_broken_is_not_registered", KEYS, "if not _LEAST_RSA_BITS <= bits <= _MOST_RSA_BITS:", "if False:"),
    off("only P-256", A + "assertions::a_key_that_is_weak_secret_or_broken_is_not_registered", KEYS, 'elif value.get("crv") != "P-256":', "elif False:"),
    off("a key's own algorithm fits", A + "assertions::a_key_that_is_weak_secret_or_broken_is_not_registered", KEYS, 'value.get("alg", algorithm) != algorithm or ', ""),
    off("no private PEM", A + "assertions::a_private_pem_is_not_registered", KEYS, 'if b"PRIVATE KEY" in text:', "if False:"),
    off("crit is refused", A + "assertions::what_must_be_understood_and_is_not_is_refused", PROOF, 'if "crit" in header:', "if False:", (PROOF, "        jws.deserialize_compact(", '        "crit" in assertion.header or jws.deserialize_compact(')),
    off("jwk in the header is ignored", A + "assertions::a_key_that_the_header_brings_is_ignored", TOKENS, "key = chosen(_keys(client, kid, now), kid)", 'key = said.header.get("jwk") or chosen(_keys(client, kid, now), kid)'),
    off("jku in the header is ignored", A + "assertions::an_address_in_the_header_is_not_asked_even_of_an_honest_client", TOKENS, "    if client is None:\n", '    if "jku" in said.header:\n        from mobility_record.lti import keysets\n\n        keysets.fetch(said.header["jku"])\n    if client is None:\n'),
    off("kid is compared", A + "assertions::a_kid_is_only_ever_compared", KEYS, 'if key.get("kid") == kid), None)', "), None)"),
    off("no kid, one key", A + "assertions::without_a_kid_the_only_key_counts_and_of_two_none", KEYS, "if len(found) == 1 else None", "if found else None"),
    # 6: what is read at all
    off("forms of 16 KiB", A + "assertions::a_token_of_ten_megabytes_is_not_read", VIEWS, "if len(body) > _MOST_FORM:", "if False:"),
    off("no name twice in JSON", A + "assertions::a_header_that_says_two_things_is_refused", JSON, "if key in found:", "if False:"),
    off("no NaN in JSON", A + "assertions::hostile_json_beside_honest_claims_is_refused", JSON, ", parse_constant=_no_constant", "", (JSON, "elif isinstance(value, int | float) and not", "elif isinstance(value, int) and not")),
    off("no 1e400 in JSON", A + "assertions::hostile_json_beside_honest_claims_is_refused", JSON, "elif isinstance(value, int | float) and not", "elif isinstance(value, int) and not"),
    off("no half characters in JSON", A + "assertions::hostile_json_beside_honest_claims_is_refused", JSON, 'text.encode("utf-8")', 'text.encode("utf-8", "surrogatepass")'),
    off("no NUL in JSON", A + "assertions::hostile_json_beside_honest_claims_is_refused", JSON, 'if "\\0" in text:', "if False:"),
    off("JSON 16 deep", A + "assertions::hostile_json_beside_honest_claims_is_refused", JSON, "if depth > MAX_DEPTH:", "if False:"),
    off("JSON too deep for Python", A + "assertions::hostile_json_is_refused", JSON, "except RecursionError as error:", "except ZeroDivisionError as error:"),
    off("a userId is plain", A + "requests::a_hostile_score_is_refused_and_nothing_is_kept", AGS, "not _USER.fullmatch(value)", "False"),
    off("no NUL in a query", A + "requests::a_hostile_query_is_400", VIEWS, 'if "\\0" in values[0]:', "if False:"),
    off("no field twice", A + "requests::a_hostile_query_is_400", VIEWS, "if len(values) != 1:", "if False:"),
    off("bodies of 64 KiB", A + "requests::more_than_64_kib_is_413", JSON, "if len(body) > max_bytes:", "if False:"),
    off("the right media type", A + "requests::another_media_type_is_415", VIEWS, "if request.content_type != media_type:", "if False:"),
    off("no chunks", A + "requests::a_body_in_chunks_is_told_so_and_not_taken_for_an_empty_one", VIEWS, 'if "Transfer-Encoding" in request.headers:', "if False:"),
    off("whole numbers in a query", A + "requests::what_is_no_number_is_400", LTI + "paging.py", "not value.isascii() or not value.isdecimal() or len(value) > 18 or ", ""),
    off("short pages", A + "requests::a_page_is_never_longer_than_the_most", LTI + "paging.py", 'min(_number(asked, "limit", 1), MOST)', '_number(asked, "limit", 1)'),
    off("no charset but UTF-8", A + "requests::the_charset_of_a_media_type_decodes_no_address", "mobility_record/wsgi.py", 'if "CONTENT_TYPE" in environ:', "if False:"),
    # 7: claims
    off("an assertion works once", A + "claims::an_assertion_works_once", TOKENS, "SpentAssertion.objects.create(client=client, digest=proof.jti, expires_us=proof.expires_us)", 'SpentAssertion.objects.get_or_create(client=client, digest=proof.jti, defaults={"expires_us": 2**60})'),
    off("an assertion works once, at once", A + "races::one_assertion_by_twenty_at_once_works_once", TOKENS, "            SpentAssertion.objects.create(client=client, digest=proof.jti, expires_us=proof.expires_us)", "            if SpentAssertion.objects.filter(client=client, digest=proof.jti).exists():\n                raise IntegrityError\n        __import__('time').sleep(0.3)\n        SpentAssertion.objects.get_or_create(client=client, digest=proof.jti, defaults={\"expires_us\": 2**60})"),
    off("used assertions are kept", A + "claims::a_used_assertion_is_remembered_longer_than_it_is_accepted", TOKENS, "now_us - _KEPT", "now_us"),
    off("aud is this server", A + "claims::an_assertion_for_another_server_or_for_several_is_refused", PROOF, "if not isinstance(audience, str) or audience not in audiences:", "if not audience:"),
    off("aud is one string", A + "claims::an_assertion_for_another_server_or_for_several_is_refused", PROOF, "if not isinstance(audience, str) or audience not in audiences:", "if not (set(audience) if isinstance(audience, list) else {str(audience)}) & audiences:"),
    off("aud is not taken from Host", A + "claims::a_host_header_makes_no_audience", TOKENS, "frozenset({settings.MOBILITY_ORIGIN,", 'frozenset({"http://other.example/lti/token", settings.MOBILITY_ORIGIN,'),
    off("iss is sub", A + "claims::issuer_and_subject_are_the_client", PROOF, ' or subject != claims.get("iss")', ""),
    off("a client_id has one spelling", A + "claims::a_client_id_is_written_one_way", PROOF, "if str(client_id) != subject:", "if False:"),
    off("exp and iat must be there", A + "claims::a_claim_that_is_missing_is_refused", PROOF, "    value = claims.get(name)\n", "    value = claims.get(name, 2**31 if name == 'iat' else 2**31 + 60) if name in claims else (clock.now_us() // clock.SECOND + 30 * (name == 'exp'))\n"),
    off("times are numbers", A + "claims::a_time_that_is_no_number_of_seconds_is_refused", PROOF, "if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:", "if value is None:"),
    off("short lives", A + "claims::the_times_of_an_assertion_are_close_around_now", PROOF, "if not 0 < expires - issued <= LONGEST_LIFE:", "if False:"),
    off("not issued in the future", A + "claims::the_times_of_an_assertion_are_close_around_now", PROOF, "if issued > now + SKEW:", "if False:"),
    off("not expired", A + "claims::the_times_of_an_assertion_are_close_around_now", PROOF, "if expires <= now - SKEW:", "if False:"),
    off("nbf", A + "claims::the_times_of_an_assertion_are_close_around_now", PROOF, 'if "nbf" in claims and', "if False and"),
    off("jti is text", A + "claims::a_jti_is_text_of_a_bearable_length", PROOF, "if not isinstance(jti, str) or not 1 <= len(jti) <= _LONGEST_JTI:", "jti = str(jti)\n    if jti is None:"),
    off("revoked clients get no token", A + "claims::a_revoked_client_and_a_retired_key_get_nothing", TOKENS, "filter(public_id=said.client_id, revoked_us=None)", "filter(public_id=said.client_id)", (TOKENS, "if alive is None or retired:", "if retired:")),
    off("retired keys bring no token", A + "claims::a_revoked_client_and_a_retired_key_get_nothing", TOKENS, "client.keys.filter(retired_us=None).values_list", "client.keys.values_list", (TOKENS, "if alive is None or retired:", "if alive is None:")),
    off("a key that ends meanwhile brings no token", A + "races::a_key_that_ends_while_a_token_is_asked_for_brings_none", TOKENS, "if alive is None or retired:", "if False:"),
    # 11: jwks_url
    off("only public addresses", A + "keysets::by_https_nothing_inside_is_connected_to", SETS, "if public and not all(", "if False and not all("),
    off("all addresses public", A + "keysets::one_address_inside_among_others_is_enough_to_refuse", SETS, "if public and not all(", "if public and not any("),
    off("what is_global says", A + "keysets::an_address_inside_is_not_public", SETS, "return ip.is_global and not ip.is_multicast", "return not ip.is_multicast"),
    off("no multicast", A + "keysets::an_address_inside_is_not_public", SETS, "return ip.is_global and not ip.is_multicast", "return ip.is_global"),
    off("IPv6 of 2000::/3", A + "keysets::an_address_inside_is_not_public", SETS, "if ip not in _GIVEN_OUT:", "if False:"),
    off("IPv4 inside IPv6", A + "keysets::an_address_inside_is_not_public", SETS, "return is_public(str(inner))", "return True"),
    off("6to4", A + "keysets::an_address_inside_is_not_public", SETS, "ip.ipv4_mapped or ip.sixtofour", "ip.ipv4_mapped"),
    off("the checked address is connected to", A + "keysets::the_address_that_was_checked_is_the_one_connected_to", SETS, "socket.create_connection((address, port), _SECONDS)", "socket.create_connection((secure_host or address, port), _SECONDS)"),
    off("only https", A + "keysets::only_https_without_a_password_is_an_address", SETS, '(parts.scheme != "https" and not local) or ', ""),
    off("no http in production", A + "keysets::in_production_not_even_this_machine_is_asked_by_http", SETS, "not settings.MOBILITY_HTTPS and ", ""),
    off("no password in the address", A + "keysets::only_https_without_a_password_is_an_address", SETS, '"@" in parts.netloc or ', ""),
    off("short addresses", A + "keysets::only_https_without_a_password_is_an_address", SETS, " or len(url) > LONGEST_URL", ""),
    off("no redirect", A + "keysets::no_redirect_is_followed", SETS, "        if answer.status != 200:\n", '        if (away := answer.getheader("Location")) is not None:\n            import json\n\n            return json.dumps({"keys": fetch(away)}).encode()\n        if answer.status != 200:\n'),
    off("only 200", A + "keysets::rubbish_is_not_taken", SETS, "if answer.status != 200:", "if False:"),
    off("64 KiB", A + "keysets::rubbish_is_not_taken", SETS, "answer.read(_MOST_BYTES + 1)", "answer.read()", (SETS, "if len(body) > _MOST_BYTES:", "if False:"), (SETS, "max_bytes=_MOST_BYTES", "max_bytes=10**9")),
    off("cut off in time", A + "keysets::whoever_answers_drop_by_drop_is_cut_off", SETS, "Timer(_SECONDS, _cut", "Timer(3600, _cut"),
    off("the certificate", A + "keysets::the_certificate_is_that_of_the_host_in_the_address", SETS, "ssl.create_default_context()", "ssl._create_unverified_context()"),
    off("only safe keys of a set", A + "keysets::of_a_key_set_only_what_is_safe_is_used", SETS, "keys.append(public_jwk(each))", "keys.append(each)"),
    off("twenty keys", A + "keysets::of_a_key_set_only_what_is_safe_is_used", SETS, "listed[:_MOST_KEYS]", "listed"),
    # 12: what is another's
    off("another client's line items (reading)", A + "scores::what_another_client_made_is_not_there", ITEMS, "filter(granted & ours, ", "filter(granted, "),
    off("packages not granted (reading)", A + "scores::a_package_that_was_not_granted_is_not_there", ITEMS, "filter(granted & ours, ", "filter(ours, "),
    off("another client's line items (scores)", A + "scores::what_another_client_made_is_not_there", REPORTS, " AND (o.id IS NULL OR (o.client_id = %(client)s AND o.deleted_us IS NULL))", ""),
    off("packages not granted (scores)", A + "scores::a_package_that_was_not_granted_is_not_there", REPORTS, " AND g.client_id = %(client)s", ""),
    off("packages not granted (making)", A + "scores::naming_a_package_that_was_not_granted_opens_nothing", ITEMS, "package_id=resource_id, grants__client=client)", "package_id=resource_id)"),
    off("another client's names (scores)", A + "scores::a_score_for_nobody_of_this_package_is_refused", REPORTS, "p.client = %(name)s AND ", ""),
    off("people of other packages", A + "scores::a_score_for_nobody_of_this_package_is_refused", REPORTS, " AND n.package_id = l.package_id)", ")"),
    off("another client's results", A + "scores::results_are_the_client_s_own", RESULTS, "        source__device=bearer.client_id,\n", ""),
    off("another client's names (results)", A + "scores::results_are_the_client_s_own", RESULTS, "Pseudonym.objects.filter(client=bearer.client_id, value=", "Pseudonym.objects.filter(value="),
    off("no resource links", A + "scores::a_resource_link_is_nobody_s", ITEMS, 'if value.get("resourceLinkId") is not None:', "if False:"),
    off("tag and resourceId stay", A + "scores::tag_and_resource_never_change", ITEMS, 'if asked not in ("", now):', "if False:"),
    off("a package's line items stay", A + "scores::what_belongs_to_the_package_is_not_changed", ITEMS, "if own is None or own.client_id != bearer.pk:", "if False:"),
    off("own line items outlast versions", A + "scores::a_new_version_of_the_package_leaves_the_client_s_line_items", "mobility_record/stays/packages.py", ".exclude(tag__startswith=LineItem.OWN)"),
    off("packages don't hear of them", A + "scores::packages_do_not_hear_of_the_client_s_line_items", "mobility_record/web/bridge.py", ".exclude(tag__startswith=LineItem.OWN)"),
    off("one line item per tag, at once", A + "races::one_line_item_by_twenty_at_once_is_made_once", ITEMS, "        _refuse_twin(client, package, wanted)\n", ""),
    # 13: time
    off("the later time wins", A + "scores::only_the_later_time_moves_the_result", *(LEDGERS[0], "WHERE excluded.seq > results_result.seq", "WHERE true"), (LEDGERS[1], "WHERE excluded.seq > results_result.seq", "WHERE true")),
    off("of equal times the first wins", A + "races::of_twenty_scores_of_one_time_exactly_one_wins_and_none_is_lost", *(LEDGERS[0], "excluded.seq > results_result.seq", "excluded.seq >= results_result.seq"), (LEDGERS[1], "excluded.seq > results_result.seq", "excluded.seq >= results_result.seq")),
    off("late is told", A + "scores::only_the_later_time_moves_the_result", VIEWS, "if reports.late(appended, score):", "if False:"),
    off("no far future", A + "scores::the_far_future_locks_nothing", REPORTS, "if score.timestamp_us > now_us + AHEAD:", "if False:"),
    off("no time before 1970", A + "scores::times_at_the_edges", REPORTS, "if score.timestamp_us < 1:", "if False:"),
    off("the same score has the same id", A + "races::the_same_score_by_twenty_at_once_is_kept_once", REPORTS, "found[6] = found[6] & 0x0F | 0x80", "found[:6] = __import__('secrets').token_bytes(6)"),
    # 14: tokens
    off("scopes of endpoints", A + "access::a_scope_allows_what_it_says_and_nothing_more", TOKENS, "if not self.scopes & set(wanted):", "if False:"),
    off("scopes of clients", A + "access::a_client_gets_no_scope_it_was_not_registered_with", TOKENS, " and scope in registered]", "]"),
    off("revoking deletes tokens or stops them", A + "access::a_revoked_client_is_refused_even_if_a_token_was_left", TOKENS, " AND c.revoked_us IS NULL", ""),
    off("tokens expire", A + "access::a_token_that_ended_opens_nothing", TOKENS, " or row[1] <= clock.now_us()", ""),
    off("a retired key's tokens end", A + "access::a_token_that_ended_opens_nothing", CLIENTS, "            raise ClientError(\"The client has no key of this kid that is in use.\")\n        AccessToken.objects.filter(client=client).delete()", "            raise ClientError(\"The client has no key of this kid that is in use.\")"),
    off("no token in the address", A + "access::a_token_in_the_address_is_refused_and_not_logged", VIEWS, 'if "access_token" in request.GET:', "if False:"),
    off("only Bearer", A + "access::only_a_bearer_token_is_a_token", TOKENS, 'kind.lower() != "bearer" or ', ""),
    # 16, 18, 20: people
    off("no write after erasure", A + "races::whoever_is_erased_between_the_question_and_the_write_gets_no_score", *(LEDGERS[0], " AND person.erased_us IS NULL", ""), (LEDGERS[1], " AND person.erased_us IS NULL", "")),
    off("no source after erasure", A + "races::whoever_is_erased_between_the_question_and_the_write_gets_no_score", REPORTS, "        with transaction.atomic():  # of", "        if True:  # of"),
    off("no name after erasure", A + "privacy::an_erased_person_is_nobody", CLIENTS, ", erased_us=None).first()", ").first()"),
    off("erasure takes the names", A + "privacy::erasing_leaves_no_name_of_hers_in_any_table_or_log", "mobility_record/people/erasure.py", "        Pseudonym.objects.filter(person=locked).delete()\n"),
    off("labels are text on pages", A + "privacy::scripts_in_names_and_labels_are_text_on_the_pages", PAGES + "results.html", "{% endif %}{{ result.label }}</th>", "{% endif %}{{ result.label|safe }}</th>"),
    off("names are text on pages", A + "privacy::scripts_in_names_and_labels_are_text_on_the_pages", PAGES + "mobility.html", "with name=source.origin %}Learning", "with name=source.origin|safe %}Learning"),
    off("labels are one plain line", A + "privacy::a_label_can_not_turn_the_line_around_or_break_it", ITEMS, '_UNSEEN.sub(" ", texts["label"])', 'texts["label"]'),
    off("names are one plain line", A + "privacy::a_client_s_name_is_one_line_of_text", CLIENTS, " or not name.isprintable()", ""),
    # 19: outages
    off("keys outlast an outage", A + "outages::the_keys_last_seen_go_on_while_the_address_is_down_or_answers_rubbish", SETS, "    except NotFetched:\n        return list(known.keys)", "    except NotFetched:\n        return []"),
    off("an outage is no error", A + "outages::no_wrong_answer_of_theirs_is_an_error_of_ours", SETS, "    except NotFetched:\n", "    except ZeroDivisionError:\n"),
    off("once a minute", A + "outages::the_address_is_asked_at_most_once_a_minute_whoever_begs", SETS, "tried_us__lte=now_us - BETWEEN_TRIES", "tried_us__lte=now_us"),
    off("once a minute for all workers", A + "races::twenty_with_an_unknown_key_make_the_workers_ask_once", SETS, "if not KeySet.objects.filter(pk=known.pk, tried_us__lte=now_us - BETWEEN_TRIES).update(tried_us=now_us):", "if known.tried_us > now_us - BETWEEN_TRIES or __import__('time').sleep(0.2) or not KeySet.objects.filter(pk=known.pk).update(tried_us=now_us):"),
    off("a withdrawn key ends in a day", A + "outages::a_key_set_that_was_emptied_ends_the_client_s_access", SETS, "if fresh and any(", "if any("),
    # Floods
    off("wrong assertions are counted", A + "floods::a_client_that_is_always_wrong_is_slowed_down_and_its_neighbours_are_not", VIEWS, 'if throttle.too_many("lti-token", subject, WRONG_ASSERTIONS):', "if False:"),
    off("neighbours do not suffer", A + "floods::a_client_that_is_always_wrong_is_slowed_down_and_its_neighbours_are_not", VIEWS, " {tokens.claimed(assertion)}", ""),
    off("X-Forwarded-For of nobody we know", A + "floods::a_forged_forwarded_address_does_not_escape_the_limit", "mobility_record/people/throttle.py", "if ours and len(hops) >= ours:", "if hops:"),
    off("an IPv6 network is one", A + "floods::nobody_escapes_the_limit_within_their_own_ipv6_network", "mobility_record/people/throttle.py", "    if isinstance(ip, ipaddress.IPv4Address):\n", "    if ip:\n"),
    off("a program that ran wild", A + "floods::a_program_that_ran_wild_is_stopped", ITEMS, ">= _MOST_OWN:", ">= 10**9:"),
]
