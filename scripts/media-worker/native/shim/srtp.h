#pragma once
// The libsrtp 3 calls that the worker makes, on libsrtp 2 (what Linux distributions ship). Version 3 differs in three ways: a policy is
// an opaque object, packets go from one buffer to another with their capacities, and a master key comes as key and salt.
#include <arpa/inet.h>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <openssl/crypto.h>
#include <srtp2/srtp.h>
#include <vector>

// Status codes that only version 3 has; the numbers are free in version 2.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace srtp3 {

struct Policy {
  srtp_policy_t v2{};
  std::vector<unsigned char> masterKey;
  ~Policy() { OPENSSL_cleanse(masterKey.data(), masterKey.size()); }
};
using policy_t = Policy*;

inline srtp_err_status_t policy_create(policy_t* policy) {
  *policy = new (std::nothrow) Policy();
  return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void policy_destroy(policy_t policy) {
  delete policy;
}

inline srtp_err_status_t policy_set_ssrc(policy_t policy, srtp_ssrc_t ssrc) {
  policy->v2.ssrc = ssrc;
  return srtp_err_status_ok;
}

inline srtp_err_status_t policy_set_profile(policy_t policy, srtp_profile_t profile) {
  const srtp_err_status_t status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->v2.rtp, profile);
  return status != srtp_err_status_ok ? status : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->v2.rtcp, profile);
}

// Version 2 reads key and salt from one buffer. Master key identifiers are not used by the worker.
inline srtp_err_status_t policy_add_key(
  policy_t policy, const uint8_t* key, size_t keyLength, const uint8_t* salt, size_t saltLength, const uint8_t* /*mki*/, size_t mkiLength) {
  if (mkiLength != 0) {
    return srtp_err_status_bad_param;
  }
  policy->masterKey.reserve(keyLength + saltLength);
  policy->masterKey.assign(key, key + keyLength);
  policy->masterKey.insert(policy->masterKey.end(), salt, salt + saltLength);
  policy->v2.key = policy->masterKey.data();
  return srtp_err_status_ok;
}

inline srtp_err_status_t policy_set_allow_repeat_tx(policy_t policy, bool allow) {
  policy->v2.allow_repeat_tx = allow ? 1 : 0;
  return srtp_err_status_ok;
}

inline srtp_err_status_t policy_set_window_size(policy_t policy, size_t packets) {
  policy->v2.window_size = static_cast<unsigned long>(packets);
  return srtp_err_status_ok;
}

// libsrtp 2 copies the key out of the policy, which may be destroyed afterwards.
inline srtp_err_status_t create(srtp_t* session, policy_t policy) {
  policy->v2.next = nullptr;
  return srtp_create(session, &policy->v2);
}

// Version 2 works in place and lets a packet grow by up to `growth` bytes.
template <srtp_err_status_t (*Transform)(srtp_ctx_t*, void*, int*), size_t Growth>
inline srtp_err_status_t transform(srtp_t session, const uint8_t* from, size_t length, uint8_t* to, size_t* toLength) {
  if (length + Growth > *toLength) {
    return srtp_err_status_buffer_small;
  }
  if (from != to) {
    std::memcpy(to, from, length);
  }
  int resultLength = static_cast<int>(length);
  const srtp_err_status_t status = Transform(session, to, &resultLength);
  *toLength = static_cast<size_t>(resultLength);
  return status;
}

// SRTCP adds four bytes of its own (the E flag and the index) to the trailer.
inline constexpr size_t rtcpTrailer = SRTP_MAX_TRAILER_LEN + sizeof(uint32_t);

inline srtp_err_status_t protect(srtp_t s, const uint8_t* from, size_t length, uint8_t* to, size_t* toLength, size_t /*mki*/) {
  return transform<srtp_protect, SRTP_MAX_TRAILER_LEN>(s, from, length, to, toLength);
}

inline srtp_err_status_t unprotect(srtp_t s, const uint8_t* from, size_t length, uint8_t* to, size_t* toLength) {
  return transform<srtp_unprotect, 0>(s, from, length, to, toLength);
}

inline srtp_err_status_t protect_rtcp(srtp_t s, const uint8_t* from, size_t length, uint8_t* to, size_t* toLength, size_t /*mki*/) {
  return transform<srtp_protect_rtcp, rtcpTrailer>(s, from, length, to, toLength);
}

inline srtp_err_status_t unprotect_rtcp(srtp_t s, const uint8_t* from, size_t length, uint8_t* to, size_t* toLength) {
  return transform<srtp_unprotect_rtcp, 0>(s, from, length, to, toLength);
}

} // namespace srtp3

// From here on the version 3 names mean the functions above.
#define srtp_policy_t srtp3::policy_t
#define srtp_policy_create srtp3::policy_create
#define srtp_policy_destroy srtp3::policy_destroy
#define srtp_policy_set_ssrc srtp3::policy_set_ssrc
#define srtp_policy_set_profile srtp3::policy_set_profile
#define srtp_policy_add_key srtp3::policy_add_key
#define srtp_policy_set_allow_repeat_tx srtp3::policy_set_allow_repeat_tx
#define srtp_policy_set_window_size srtp3::policy_set_window_size
#define srtp_create srtp3::create
#define srtp_protect srtp3::protect
#define srtp_unprotect srtp3::unprotect
#define srtp_protect_rtcp srtp3::protect_rtcp
#define srtp_unprotect_rtcp srtp3::unprotect_rtcp
// The worker passes this SSRC in network byte order, which is what version 2 expects.
#define srtp_stream_remove srtp_remove_stream
