"""Addresses of accounts: signing in, sessions, tokens, second factors (账号)."""

from django.urls import path

from duban.web.views.accounts import (
    account_changes,
    personal_data,
    posts,
    second_factors,
    sessions,
    signing_in,
    single_sign_on,
    tokens,
)

ACCOUNTS = [
    path("", signing_in.home, name="home"),
    path("login", signing_in.sign_in, name="login"),
    path("login/<slug:way>", single_sign_on.begin, name="sign_on"),
    path("login/<slug:way>/return", single_sign_on.finish, name="sign_on_return"),
    path("login/<slug:way>/return/<slug:state>", single_sign_on.finish, name="sign_on_return_of"),
    path("logout", signing_in.sign_out, name="logout"),
    path("password", signing_in.change_password, name="password"),
    path("second-factor", second_factors.show, name="second_factor"),
    path("second-factor/secret", second_factors.start, name="second_factor_secret"),
    path("second-factor/confirmation", second_factors.confirm, name="second_factor_confirmation"),
    path("second-factor/removal", second_factors.remove, name="second_factor_removal"),
    path("second-factor/recovery-codes", second_factors.renew, name="recovery_codes"),
    path("posts", posts.index, name="posts"),
    path("posts/<int:pk>/entering", posts.enter, name="post_entering"),
    path("posts/<int:pk>/parting", posts.part, name="post_parting"),
    path("posts/<int:pk>/answer", posts.answer, name="post_answer"),
    path("sessions", sessions.index, name="sessions"),
    path("sessions/<slug:ref>/end", sessions.end, name="session_end"),
    path("personal-data", personal_data.export_own, name="personal_data"),
    path("tokens", tokens.index, name="tokens"),
    path("tokens/<int:pk>/revocation", tokens.revoke, name="token_revocation"),
    path("demo/login/<str:username>", signing_in.enter_demo, name="demo_login"),
    path("settings/officers/<int:pk>/erasure", personal_data.erase_officer, name="officer_erasure"),
    path("account-changes", account_changes.index, name="account_changes"),
    path("account-changes/<int:pk>/confirmation", account_changes.confirm, name="account_change_confirmation"),
    path("account-changes/<int:pk>/refusal", account_changes.decline, name="account_change_refusal"),
    path("settings/officers/<int:pk>/sessions/end", sessions.end_all, name="officer_sessions"),
    path("appeals/<slug:number>/sender", personal_data.sender, name="sender"),
    path("appeals/<slug:number>/sender/export", personal_data.export_sender, name="sender_export"),
]
