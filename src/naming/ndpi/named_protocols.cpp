// SPDX-License-Identifier: Apache-2.0
#include "naming/ndpi/named_protocols.hpp"

#include <ndpi/ndpi_protocol_ids.h>

#include <algorithm>
#include <array>

namespace qw::naming {
namespace {

constexpr auto all = std::to_array<NamedProtocol>({
    {NDPI_PROTOCOL_MAIL_POP, description_of("pop3")},
    {NDPI_PROTOCOL_MAIL_SMTP, description_of("smtp")},
    {NDPI_PROTOCOL_MAIL_IMAP, description_of("imap")},
    {NDPI_PROTOCOL_NFS, description_of("nfs")},
    {NDPI_PROTOCOL_SSDP, description_of("ssdp")},
    {NDPI_PROTOCOL_BGP, description_of("bgp")},
    {NDPI_PROTOCOL_XDMCP, description_of("xdmcp")},
    {NDPI_PROTOCOL_SYSLOG, description_of("syslog")},
    {NDPI_PROTOCOL_POSTGRES, description_of("postgresql")},
    {NDPI_PROTOCOL_MYSQL, description_of("mysql")},
    {NDPI_PROTOCOL_COAP, description_of("coap")},
    {NDPI_PROTOCOL_UBNTAC2, description_of("ubiquiti_discovery")},
    {NDPI_PROTOCOL_BITTORRENT, description_of("bittorrent")},
    {NDPI_PROTOCOL_MEMCACHED, description_of("memcached")},
    {NDPI_PROTOCOL_RTSP, description_of("rtsp")},
    {NDPI_PROTOCOL_JABBER, description_of("xmpp")},
    {NDPI_PROTOCOL_NATS, description_of("nats")},
    {NDPI_PROTOCOL_STUN, description_of("stun")},
    {NDPI_PROTOCOL_IP_IPSEC, description_of("ike")},
    {NDPI_PROTOCOL_VNC, description_of("vnc")},
    {NDPI_PROTOCOL_USENET, description_of("nntp")},
    {NDPI_PROTOCOL_MGCP, description_of("mgcp")},
    {NDPI_PROTOCOL_IAX, description_of("iax")},
    {NDPI_PROTOCOL_TFTP, description_of("tftp")},
    {NDPI_PROTOCOL_AFP, description_of("afp")},
    {NDPI_PROTOCOL_SIP, description_of("sip")},
    {NDPI_PROTOCOL_KERBEROS, description_of("kerberos")},
    {NDPI_PROTOCOL_LDAP, description_of("ldap")},
    {NDPI_PROTOCOL_MSSQL_TDS, description_of("tds")},
    {NDPI_PROTOCOL_PPTP, description_of("pptp")},
    {NDPI_PROTOCOL_DCERPC, description_of("dce_rpc"), true},
    {NDPI_PROTOCOL_NETFLOW, description_of("netflow")},
    {NDPI_PROTOCOL_CITRIX, description_of("citrix")},
    {NDPI_PROTOCOL_AJP, description_of("ajp")},
    {NDPI_PROTOCOL_RADIUS, description_of("radius")},
    {NDPI_PROTOCOL_TEAMVIEWER, description_of("teamviewer")},
    {NDPI_PROTOCOL_GTP, description_of("gtp")},
    {NDPI_PROTOCOL_WSD, description_of("wsd")},
    {NDPI_PROTOCOL_H323, description_of("h323")},
    {NDPI_PROTOCOL_OPENVPN, description_of("openvpn")},
    {NDPI_PROTOCOL_TEAMSPEAK, description_of("teamspeak")},
    {NDPI_PROTOCOL_SKINNY, description_of("skinny")},
    {NDPI_PROTOCOL_RTCP, description_of("rtcp")},
    {NDPI_PROTOCOL_RSYNC, description_of("rsync")},
    {NDPI_PROTOCOL_ORACLE, description_of("oracle_tns")},
    {NDPI_PROTOCOL_CORBA, description_of("corba")},
    {NDPI_PROTOCOL_WHOIS_DAS, description_of("whois")},
    {NDPI_PROTOCOL_COLLECTD, description_of("collectd")},
    {NDPI_PROTOCOL_SOCKS, description_of("socks")},
    {NDPI_PROTOCOL_RTMP, description_of("rtmp")},
    {NDPI_PROTOCOL_ZMQ, description_of("zmtp")},
    {NDPI_PROTOCOL_MEGACO, description_of("megaco")},
    {NDPI_PROTOCOL_REDIS, description_of("redis")},
    {NDPI_PROTOCOL_TELEGRAM, description_of("telegram")},
    {NDPI_PROTOCOL_QUIC, description_of("quic")},
    {NDPI_PROTOCOL_AMQP, description_of("amqp")},
    {NDPI_PROTOCOL_MPEGTS, description_of("mpeg_ts")},
    {NDPI_PROTOCOL_BJNP, description_of("bjnp")},
    {NDPI_PROTOCOL_WIREGUARD, description_of("wireguard")},
    {NDPI_PROTOCOL_SMPP, description_of("smpp")},
    {NDPI_PROTOCOL_DNSCRYPT, description_of("dnscrypt")},
    {NDPI_PROTOCOL_TEREDO, description_of("teredo")},
    {NDPI_PROTOCOL_MQTT, description_of("mqtt")},
    {NDPI_PROTOCOL_RX, description_of("rx")},
    {NDPI_PROTOCOL_GIT, description_of("git")},
    {NDPI_PROTOCOL_DRDA, description_of("drda")},
    {NDPI_PROTOCOL_SOMEIP, description_of("someip")},
    {NDPI_PROTOCOL_FIX, description_of("fix")},
    {NDPI_PROTOCOL_LISP, description_of("lisp")},
    {NDPI_PROTOCOL_DIAMETER, description_of("diameter")},
    {NDPI_PROTOCOL_DNP3, description_of("dnp3")},
    {NDPI_PROTOCOL_IEC60870, description_of("iec104")},
    {NDPI_PROTOCOL_CAPWAP, description_of("capwap")},
    {NDPI_PROTOCOL_ZABBIX, description_of("zabbix")},
    {NDPI_PROTOCOL_Z3950, description_of("z39_50")},
});
static_assert(std::ranges::is_sorted(all, {}, &NamedProtocol::id));

}  // namespace

std::span<NamedProtocol const> named_protocols() { return all; }

NamedProtocol const* named_protocol(std::uint16_t id) {
  auto const* const found = std::ranges::lower_bound(all, id, {}, &NamedProtocol::id);
  return found != all.end() && found->id == id ? found : nullptr;
}

}  // namespace qw::naming
