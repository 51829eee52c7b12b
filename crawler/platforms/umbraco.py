"""Umbraco and Kentico, the .NET systems of ministries and institutes: plain paths, no numbers."""

from crawler.platforms.platform import Platform

PLATFORM = Platform(
    name="umbraco",
    marks=(
        r'name="generator" content="(umbraco|kentico)[^"]*',
        r"/umbraco/|/App_Plugins/|/umbraco_client/",
        r"/CMSPages/Get(Resource|File)|/getmedia/[0-9a-f-]{36}|/getattachment/[0-9a-f-]{36}",
    ),
    skip=r"/umbraco/|/CMSPages/|/get(media|attachment)/",
)
