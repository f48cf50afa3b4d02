"""Every address: the interface for programs under /api/, and the pages as duban.web.urls lists them."""

from django.urls import path

from duban.api import documentation
from duban.api.interface import api
from duban.web import urls as pages

urlpatterns = [path("api/docs", documentation.show, name="api_docs"), path("api/", api.urls), *pages.urlpatterns]

handler400 = pages.handler400
handler403 = pages.handler403
handler404 = pages.handler404
handler500 = pages.handler500
