<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>Tables</name>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Of peak</source>
        <translation>최대 대비</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>커널</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>워커</translation>
    </message>
    <message>
        <source>Latency, ms</source>
        <translation>지연 시간, ms</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>multiply-accumulates for one image</source>
        <translation>이미지 한 장에 대한 곱셈-누산의 수입니다.</translation>
    </message>
    <message>
        <source>milliseconds for one image</source>
        <translation>이미지 한 장의 밀리초입니다.</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>of the network&apos;s time</source>
        <translation>네트워크 시간에서 차지하는 비율입니다.</translation>
    </message>
    <message>
        <source>GMAC/s</source>
        <translation>GMAC/s</translation>
    </message>
    <message>
        <source>10^9 multiply-accumulates a second</source>
        <translation>초당 곱셈-누산의 수이며, 단위는 10^9입니다.</translation>
    </message>
    <message>
        <source>of peak</source>
        <translation>최대 대비</translation>
    </message>
    <message>
        <source>of what one core reaches here at most</source>
        <translation>이 컴퓨터에서 코어 하나가 낼 수 있는 최대에 대한 비율입니다.</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>커널</translation>
    </message>
    <message>
        <source>oneDNN&apos;s name</source>
        <translation>oneDNN이 부르는 이름입니다.</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>A network of the study; the others were made from it or from its parent.</source>
        <translation>스터디의 네트워크이며, 다른 것들은 이것이나 이것의 바탕에서 만들었습니다.</translation>
    </message>
    <message>
        <source>How the variant was made.</source>
        <translation>변형을 만든 방법입니다.</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>저장 형식</translation>
    </message>
    <message>
        <source>How the weights are stored: 32-bit floats, all or only those that are not zero, or 8-bit integers.</source>
        <translation>가중치를 저장하는 방법입니다. 32비트 부동소수점 전부, 0이 아닌 것만, 또는 8비트 정수입니다.</translation>
    </message>
    <message>
        <source>Top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>Share of images whose largest logit is the true class, with Wilson&apos;s 95 % interval.</source>
        <translation>가장 큰 로짓이 실제 클래스인 이미지의 비율이며, 윌슨 95 % 신뢰 구간이 붙습니다.</translation>
    </message>
    <message>
        <source>Drop (points)</source>
        <translation>하락(%p)</translation>
    </message>
    <message>
        <source>Top-1 of the reference minus top-1 of this variant on the same images, with the 95 % interval of the paired difference (Tango).</source>
        <translation>같은 이미지에서 기준의 top-1에서 이 변형의 top-1을 뺀 것이며, 대응 차이의 95 % 신뢰 구간(Tango)이 붙습니다.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>The stored file, as encoded. 1 MB is a million bytes, 1 MiB is 1,048,576.</source>
        <translation>인코딩된 대로 저장된 파일의 크기입니다. 1 MB는 백만 바이트, 1 MiB는 1,048,576바이트입니다.</translation>
    </message>
    <message>
        <source>Gzip</source>
        <translation>Gzip</translation>
    </message>
    <message>
        <source>The stored file after gzip, which makes sparse networks comparable.</source>
        <translation>저장된 파일을 gzip으로 압축한 뒤의 크기이며, 희소한 네트워크를 비교할 수 있게 합니다.</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>초당 이미지</translation>
    </message>
    <message>
        <source>Median [slowest, fastest round] of the latest run that measured speeds together.</source>
        <translation>속도를 함께 측정한 가장 최근 실행의 중간값 [가장 느린 회전, 가장 빠른 회전]입니다.</translation>
    </message>
    <message>
        <source>Share of the weights of convolution and linear layers that are zero.</source>
        <translation>합성곱 및 선형 레이어의 가중치 중 0인 것의 비율입니다.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>The name that it was given.</source>
        <translation>붙인 이름입니다.</translation>
    </message>
    <message>
        <source>Trainable numbers of the network as it is.</source>
        <translation>지금 네트워크의 학습 가능한 수의 개수입니다.</translation>
    </message>
    <message>
        <source>Multiply-accumulates for one image.</source>
        <translation>이미지 한 장에 대한 곱셈-누산의 수입니다.</translation>
    </message>
    <message>
        <source>Share of the test images whose most likely class is the right one, in FP32.</source>
        <translation>FP32에서 가장 그럴듯한 클래스가 정답인 테스트 이미지의 비율입니다.</translation>
    </message>
    <message>
        <source>Channels cut</source>
        <translation>잘라 낸 채널</translation>
    </message>
    <message>
        <source>Sparsity after fine-tuning</source>
        <translation>미세 조정 후 희소성</translation>
    </message>
    <message>
        <source>Channels cut after fine-tuning</source>
        <translation>미세 조정 후 잘라 낸 채널</translation>
    </message>
    <message>
        <source>MACs cut by plan</source>
        <translation>계획으로 줄인 곱셈-누산</translation>
    </message>
    <message>
        <source>MACs cut by plan after fine-tuning</source>
        <translation>미세 조정 후 계획으로 줄인 곱셈-누산</translation>
    </message>
    <message>
        <source>Drop per channel</source>
        <translation>채널별 하락</translation>
    </message>
    <message>
        <source>Drop per tensor</source>
        <translation>텐서별 하락</translation>
    </message>
    <message>
        <source>INT8 speed-up</source>
        <translation>INT8 속도 향상</translation>
    </message>
    <message>
        <source>Work without INT8 kernels</source>
        <translation>INT8 커널이 없는 연산</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>순위</translation>
    </message>
    <message>
        <source>1 is the easiest: by the mean of the places in pruning and in quantization.</source>
        <translation>1이 가장 쉬운 것이며, 가지치기 순위와 양자화 순위의 평균으로 정합니다.</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>예상</translation>
    </message>
    <message>
        <source>The place and its reason that were expected before anything was measured.</source>
        <translation>측정하기 전에 예상한 순위와 그 까닭입니다.</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>근거</translation>
    </message>
    <message>
        <source>The figures that the place follows from.</source>
        <translation>순위가 나온 수치입니다.</translation>
    </message>
    <message>
        <source>A layer with a quantization of its own.</source>
        <translation>자신의 양자화가 있는 레이어입니다.</translation>
    </message>
    <message>
        <source>What the layer computes.</source>
        <translation>레이어가 계산하는 것입니다.</translation>
    </message>
    <message>
        <source>Weights, dB</source>
        <translation>가중치, dB</translation>
    </message>
    <message>
        <source>SQNR of the weights: power of the values over power of the rounding error. Higher is better; 6 dB are one bit.</source>
        <translation>가중치의 SQNR: 값의 세기를 반올림 오차의 세기로 나눈 것입니다. 높을수록 좋으며 6 dB가 1비트에 해당합니다.</translation>
    </message>
    <message>
        <source>Output, dB</source>
        <translation>출력, dB</translation>
    </message>
    <message>
        <source>SQNR of the layer&apos;s output, from its histogram.</source>
        <translation>히스토그램에서 구한, 레이어 출력의 SQNR입니다.</translation>
    </message>
    <message>
        <source>Only this layer</source>
        <translation>이 레이어만</translation>
    </message>
    <message>
        <source>Only this layer: drop</source>
        <translation>이 레이어만: 하락</translation>
    </message>
    <message>
        <source>Points of top-1 that are lost when only this layer is quantized, with the 95 % interval.</source>
        <translation>이 레이어만 양자화했을 때 잃는 top-1(%p)이며, 95 % 신뢰 구간이 붙습니다.</translation>
    </message>
    <message>
        <source>Top-1 with only this layer quantized.</source>
        <translation>이 레이어만 양자화했을 때의 top-1입니다.</translation>
    </message>
    <message>
        <source>All but this one</source>
        <translation>이것만 빼고</translation>
    </message>
    <message>
        <source>All but this one: drop</source>
        <translation>이것만 빼고: 하락</translation>
    </message>
    <message>
        <source>Points of top-1 that are lost when every layer but this one is quantized, with the 95 % interval: far below the drop of all layers, this one is to blame.</source>
        <translation>이 레이어만 빼고 모두 양자화했을 때 잃는 top-1(%p)이며, 95 % 신뢰 구간이 붙습니다. 모든 레이어의 하락보다 훨씬 작으면 이 레이어가 원인입니다.</translation>
    </message>
    <message>
        <source>Top-1 with every layer but this one quantized.</source>
        <translation>이 레이어만 빼고 모두 양자화했을 때의 top-1입니다.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>순번</translation>
    </message>
    <message>
        <source>The layer whose quantization costs most comes first.</source>
        <translation>양자화로 가장 많이 잃는 레이어가 먼저 옵니다.</translation>
    </message>
    <message>
        <source>A node of the INT8 network.</source>
        <translation>INT8 네트워크의 노드입니다.</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>출력 수</translation>
    </message>
    <message>
        <source>Numbers that were compared.</source>
        <translation>비교한 수의 개수입니다.</translation>
    </message>
    <message>
        <source>Simulation</source>
        <translation>시뮬레이션</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>커널</translation>
    </message>
    <message>
        <source>differ</source>
        <translation>다름</translation>
    </message>
    <message>
        <source>Largest difference of the fake-quantized network from the integer reference, in steps of the output&apos;s scale, all ways given the same integers.</source>
        <translation>가짜 양자화한 네트워크가 정수 기준과 가장 크게 다른 정도이며, 단위는 출력 스케일의 단계입니다. 모든 방법에 같은 정수를 줍니다.</translation>
    </message>
    <message>
        <source>Largest difference of the engine&apos;s kernels from the integer reference, in steps of the output&apos;s scale, all ways given the same integers.</source>
        <translation>엔진의 커널이 정수 기준과 가장 크게 다른 정도이며, 단위는 출력 스케일의 단계입니다. 모든 방법에 같은 정수를 줍니다.</translation>
    </message>
    <message>
        <source>Outputs of the fake-quantized network that differ.</source>
        <translation>가짜 양자화한 네트워크에서 다르게 나온 출력의 수입니다.</translation>
    </message>
    <message>
        <source>Outputs of the engine&apos;s kernels that differ.</source>
        <translation>엔진의 커널에서 다르게 나온 출력의 수입니다.</translation>
    </message>
    <message>
        <source>Pair sums</source>
        <translation>쌍의 합</translation>
    </message>
    <message>
        <source>Sums of two products that were looked at.</source>
        <translation>살펴본, 두 곱의 합의 수입니다.</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>포화</translation>
    </message>
    <message>
        <source>Sums of two products that do not fit into 16 bits: where the engine adds in pairs (CPUs without VNNI), they are cut off.</source>
        <translation>16비트에 들어가지 않는, 두 곱의 합의 수입니다. 엔진이 쌍으로 더하는 곳(VNNI가 없는 CPU)에서는 잘립니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; more is better. Figures closer than 1 % share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 클수록 좋습니다. 차이가 1 %보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; more is better. Figures closer than 0.3 points of top-1 share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 클수록 좋습니다. 차이가 0.3 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; more is better. Figures closer than 0.1 x share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 클수록 좋습니다. 차이가 0.1 배보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; more is better. Figures closer than 1 points share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 클수록 좋습니다. 차이가 1 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; less is better. Figures closer than 1 % share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 작을수록 좋습니다. 차이가 1 %보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; less is better. Figures closer than 0.3 points of top-1 share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 작을수록 좋습니다. 차이가 0.3 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; less is better. Figures closer than 0.1 x share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 작을수록 좋습니다. 차이가 0.1 배보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for pruning; less is better. Figures closer than 1 points share a place.</source>
        <translation>가지치기 순위에 들어갑니다. 작을수록 좋습니다. 차이가 1 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; more is better. Figures closer than 1 % share a place.</source>
        <translation>양자화 순위에 들어갑니다. 클수록 좋습니다. 차이가 1 %보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; more is better. Figures closer than 0.3 points of top-1 share a place.</source>
        <translation>양자화 순위에 들어갑니다. 클수록 좋습니다. 차이가 0.3 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; more is better. Figures closer than 0.1 x share a place.</source>
        <translation>양자화 순위에 들어갑니다. 클수록 좋습니다. 차이가 0.1 배보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; more is better. Figures closer than 1 points share a place.</source>
        <translation>양자화 순위에 들어갑니다. 클수록 좋습니다. 차이가 1 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; less is better. Figures closer than 1 % share a place.</source>
        <translation>양자화 순위에 들어갑니다. 작을수록 좋습니다. 차이가 1 %보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; less is better. Figures closer than 0.3 points of top-1 share a place.</source>
        <translation>양자화 순위에 들어갑니다. 작을수록 좋습니다. 차이가 0.3 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; less is better. Figures closer than 0.1 x share a place.</source>
        <translation>양자화 순위에 들어갑니다. 작을수록 좋습니다. 차이가 0.1 배보다 작은 수치는 순위가 같습니다.</translation>
    </message>
    <message>
        <source>Counts for quantization; less is better. Figures closer than 1 points share a place.</source>
        <translation>양자화 순위에 들어갑니다. 작을수록 좋습니다. 차이가 1 %p보다 작은 수치는 순위가 같습니다.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>no INT8 kernel</source>
        <translation>INT8 커널 없음</translation>
    </message>
    <message>
        <source>kept in FP32</source>
        <translation>FP32로 유지됨</translation>
    </message>
    <message>
        <source>too small for its call</source>
        <translation>호출 비용에 비해 너무 작음</translation>
    </message>
    <message>
        <source>depthwise, which has no dot products over channels</source>
        <translation>depthwise, 채널에 걸친 내적이 없음</translation>
    </message>
    <message>
        <source>memory bound</source>
        <translation>메모리 대역폭에 묶임</translation>
    </message>
    <message>
        <source>kernel far from its peak</source>
        <translation>커널이 최대에 크게 못 미침</translation>
    </message>
    <message>
        <source>{} is {:.2f} times as fast as {}</source>
        <translation>{0}은(는) {2}보다 {1:.2f}배 빠릅니다</translation>
    </message>
    <message>
        <source>; every layer gains at least {:.1f} times.</source>
        <translation>; 모든 레이어가 {:.1f}배 이상 빨라집니다.</translation>
    </message>
    <message>
        <source>; {:.0f} % of its time is in layers that gain less than {:.1f} times: {}.</source>
        <translation>; 시간의 {:.0f} %를 {:.1f}배 미만으로 빨라지는 레이어에서 씁니다: {}.</translation>
    </message>
    <message>
        <source>{} ({}): {:.3f} ms in INT8, {:.3f} in FP32: {}</source>
        <translation>{}({}): INT8 {:.3f} ms, FP32 {:.3f} ms: {}</translation>
    </message>
    <message>
        <source> within {:g} ms</source>
        <translation> {:g} ms 이내에서</translation>
    </message>
    <message>
        <source>{}: no point stays{}.</source>
        <translation>{}:{} 머무르는 점이 없습니다.</translation>
    </message>
    <message>
        <source>{} is fastest{} at batch {} on {} core: {} images/s, 99 % of batches within {:.2f} ms.</source>
        <translation>{}은(는){} 배치 {}, 코어 {}개에서 가장 빠릅니다: 초당 이미지 {}장, 배치의 99 %가 {:.2f} ms 이내.</translation>
    </message>
    <message>
        <source>{} is fastest{} at batch {} on {} cores: {} images/s, 99 % of batches within {:.2f} ms.</source>
        <translation>{}은(는){} 배치 {}, 코어 {}개에서 가장 빠릅니다: 초당 이미지 {}장, 배치의 99 %가 {:.2f} ms 이내.</translation>
    </message>
    <message>
        <source>per-channel weights, min-max</source>
        <translation>채널별 가중치, 최소-최대</translation>
    </message>
    <message>
        <source>one scale a weight: the classical recipe that fails</source>
        <translation>가중치마다 스케일 하나: 실패하는 고전적인 레시피</translation>
    </message>
    <message>
        <source>one scale a weight, ranges of least squared error</source>
        <translation>가중치마다 스케일 하나, 제곱 오차가 가장 작은 범위</translation>
    </message>
    <message>
        <source>one scale a weight after cross-layer equalization, with bias correction</source>
        <translation>레이어 간 균등화 뒤 가중치마다 스케일 하나, 편향 보정 포함</translation>
    </message>
    <message>
        <source>per-channel weights, ranges of least squared error</source>
        <translation>채널별 가중치, 제곱 오차가 가장 작은 범위</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{1}장 중 {0}</translation>
    </message>
    <message>
        <source>{} of {} others</source>
        <translation>다른 {1}장 중 {0}</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>{} lost</source>
        <translation>하락 {}</translation>
    </message>
    <message>
        <source>{}, {} times smaller</source>
        <translation>{}, {}배 작음</translation>
    </message>
    <message>
        <source>{} curve</source>
        <translation>곡선 {}개</translation>
    </message>
    <message>
        <source>{} curves</source>
        <translation>곡선 {}개</translation>
    </message>
    <message>
        <source>{} so far</source>
        <translation>지금까지 {}</translation>
    </message>
    <message>
        <source>{}: not measured yet; {}.</source>
        <translation>{}: 아직 측정 안 됨; {}.</translation>
    </message>
    <message>
        <source>{} of {} {} images</source>
        <translation>{2} 이미지 {1}장 중 {0}</translation>
    </message>
    <message>
        <source>{} of {} other {} images</source>
        <translation>다른 {2} 이미지 {1}장 중 {0}</translation>
    </message>
    <message>
        <source>, {} points above {}</source>
        <translation>, {1}보다 {0}%p 높음</translation>
    </message>
    <message>
        <source>, {} points below {}</source>
        <translation>, {1}보다 {0}%p 낮음</translation>
    </message>
    <message>
        <source>{}, {} images of {}</source>
        <translation>{0}, {2}의 이미지 {1}장</translation>
    </message>
    <message>
        <source>Images a second, measured together at {} on {}: median [slowest, fastest] of {} rounds in which the networks took turns, {} images held in memory, batches of {} a core.</source>
        <translation>초당 이미지 수이며, {}에 {}에서 함께 측정했습니다. 네트워크가 번갈아 실행된 {}회전의 중간값 [가장 느린 것, 가장 빠른 것]입니다. 이미지 {}장을 메모리에 올려 두고, 코어마다 {}장의 배치로 실행했습니다.</translation>
    </message>
    <message>
        <source>{} points: the layers&apos; single drops, read off the curves and added up, </source>
        <translation>{}%p: 곡선에서 읽은 레이어별 하락을 더한 것, </translation>
    </message>
    <message>
        <source>{} measured plan of this network</source>
        <translation>이 네트워크의 측정된 계획 {}개</translation>
    </message>
    <message>
        <source>{} measured plans of this network</source>
        <translation>이 네트워크의 측정된 계획 {}개</translation>
    </message>
    <message>
        <source>the curve of all layers together</source>
        <translation>모든 레이어를 함께 한 곡선</translation>
    </message>
    <message>
        <source>uncalibrated: layers pruned together usually lose more</source>
        <translation>보정하지 않음: 함께 가지치기한 레이어는 보통 더 잃습니다</translation>
    </message>
    <message>
        <source>calibrated by {}</source>
        <translation>보정 기준: {}</translation>
    </message>
    <message>
        <source>calibrated by {} and {}</source>
        <translation>보정 기준: {} 및 {}</translation>
    </message>
    <message>
        <source>; prunes more than any of that and may lose much more</source>
        <translation>; 그 어느 것보다 많이 가지치기하므로 훨씬 더 잃을 수 있습니다</translation>
    </message>
    <message>
        <source>; no more can be lost</source>
        <translation>; 더는 잃을 것이 없습니다</translation>
    </message>
    <message>
        <source>; beyond the tolerance of {:g} points</source>
        <translation>; 허용치 {:g}%p를 넘습니다</translation>
    </message>
    <message>
        <source>; may go beyond the tolerance of {:g} points</source>
        <translation>; 허용치 {:g}%p를 넘을 수 있습니다</translation>
    </message>
    <message>
        <source>accuracy {} of {} images; {} lost, {} gained</source>
        <translation>이미지 {1}장에서 정확도 {0}; {2}장 잃음, {3}장 얻음</translation>
    </message>
    <message>
        <source>of {} test images</source>
        <translation>테스트 이미지 {}장에서</translation>
    </message>
    <message>
        <source>place {:g}</source>
        <translation>순위 {:g}</translation>
    </message>
    <message>
        <source>top-1 {} with {} parameters and {} MACs left</source>
        <translation>top-1 {}, 남은 파라미터 {}, 남은 MACs {}</translation>
    </message>
    <message>
        <source>{} {:.4g} {} (place {:g})</source>
        <translation>{} {:.4g} {}(순위 {:g})</translation>
    </message>
    <message>
        <source>pruning</source>
        <translation>가지치기</translation>
    </message>
    <message>
        <source>quantization</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>calibrate</source>
        <translation>보정</translation>
    </message>
    <message>
        <source>recalibrate</source>
        <translation>재보정</translation>
    </message>
    <message>
        <source>sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>verify</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>profile</source>
        <translation>성능 측정</translation>
    </message>
    <message>
        <source>curve</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>measure speed</source>
        <translation>속도 측정</translation>
    </message>
    <message>
        <source>quantization errors</source>
        <translation>양자화 오차</translation>
    </message>
    <message>
        <source>reconstruct</source>
        <translation>재구성</translation>
    </message>
    <message>
        <source>train epoch</source>
        <translation>학습 에폭</translation>
    </message>
    <message>
        <source>trying what the weights do not tell</source>
        <translation>가중치로 알 수 없는 것을 시험</translation>
    </message>
    <message>
        <source>images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>points of top-1</source>
        <translation>%p</translation>
    </message>
    <message>
        <source>rounds</source>
        <translation>회전</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>measurements</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>held-out</source>
        <translation>홀드아웃</translation>
    </message>
    <message>
        <source>train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>block</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>기준선</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>가지치기</translation>
    </message>
    <message>
        <source>slimmed</source>
        <translation>채널 절감</translation>
    </message>
    <message>
        <source>channel-pruned</source>
        <translation>채널 가지치기</translation>
    </message>
    <message>
        <source>recalibrated</source>
        <translation>재보정</translation>
    </message>
    <message>
        <source>fine-tuned</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>int8</source>
        <translation>INT8</translation>
    </message>
    <message>
        <source>fp32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>fp32-sparse</source>
        <translation>FP32 희소</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>정확히 같음</translation>
    </message>
    <message>
        <source>It has no weights.</source>
        <translation>가중치가 없습니다.</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>아직 측정하지 않았습니다.</translation>
    </message>
    <message>
        <source>Kept in FP32.</source>
        <translation>FP32로 유지됩니다.</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>직접 지정</translation>
    </message>
    <message>
        <source>ReLU6</source>
        <translation>ReLU6</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>extremes of the images</source>
        <translation>이미지의 양 끝값</translation>
    </message>
    <message>
        <source>extremes of the logits</source>
        <translation>로짓의 양 끝값</translation>
    </message>
    <message>
        <source>symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>one range for a group of</source>
        <translation>하나의 범위를 쓰는 그룹, 크기</translation>
    </message>
    <message>
        <source>per channel</source>
        <translation>채널별</translation>
    </message>
    <message>
        <source>per tensor</source>
        <translation>텐서별</translation>
    </message>
    <message>
        <source>min-max</source>
        <translation>최소-최대</translation>
    </message>
    <message>
        <source>moving-average</source>
        <translation>이동 평균</translation>
    </message>
    <message>
        <source>mse</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>백분위수</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>엔트로피(KL)</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>망가짐</translation>
    </message>
    <message>
        <source>repaired</source>
        <translation>고쳐짐</translation>
    </message>
    <message>
        <source>both wrong</source>
        <translation>둘 다 틀림</translation>
    </message>
    <message>
        <source>sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>channels cut</source>
        <translation>잘라 낸 채널</translation>
    </message>
    <message>
        <source>MACs cut by plan</source>
        <translation>계획으로 줄인 곱셈-누산</translation>
    </message>
    <message>
        <source>MACs cut by plan after fine-tuning</source>
        <translation>미세 조정 후 계획으로 줄인 곱셈-누산</translation>
    </message>
    <message>
        <source>sparsity after fine-tuning</source>
        <translation>미세 조정 후 희소성</translation>
    </message>
    <message>
        <source>channels cut after fine-tuning</source>
        <translation>미세 조정 후 잘라 낸 채널</translation>
    </message>
    <message>
        <source>drop per channel</source>
        <translation>채널별 하락</translation>
    </message>
    <message>
        <source>drop per tensor</source>
        <translation>텐서별 하락</translation>
    </message>
    <message>
        <source>INT8 speed-up</source>
        <translation>INT8 속도 향상</translation>
    </message>
    <message>
        <source>work without INT8 kernels</source>
        <translation>INT8 커널이 없는 연산</translation>
    </message>
    <message>
        <source>x</source>
        <translation>배</translation>
    </message>
    <message>
        <source>easy</source>
        <translation>쉬움</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>보통</translation>
    </message>
    <message>
        <source>quantization hard: skip additions</source>
        <translation>양자화가 어려움: 스킵 덧셈</translation>
    </message>
    <message>
        <source>pruning hard: concatenations</source>
        <translation>가지치기가 어려움: 연결(concat)</translation>
    </message>
    <message>
        <source>both hard: swish and squeeze-and-excitation</source>
        <translation>둘 다 어려움: swish와 squeeze-and-excitation</translation>
    </message>
    <message>
        <source>MobileNetV2 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>MobileNetV2, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>MobileNetV2 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>MobileNetV2, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG16 with batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG16(배치 정규화 있음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG16 with batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG16(배치 정규화 있음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG16 without batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG16(배치 정규화 없음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG16 without batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG16(배치 정규화 없음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG11 with batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG11(배치 정규화 있음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG11 with batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG11(배치 정규화 있음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG11 without batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG11(배치 정규화 없음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG11 without batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG11(배치 정규화 없음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG13 with batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG13(배치 정규화 있음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG13 with batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG13(배치 정규화 있음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG13 without batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG13(배치 정규화 없음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG13 without batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG13(배치 정규화 없음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG19 with batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG19(배치 정규화 있음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG19 with batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG19(배치 정규화 있음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>VGG19 without batch normalisation for small images (pytorch-cifar&apos;s layout)</source>
        <translation>VGG19(배치 정규화 없음), 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>VGG19 without batch normalisation for 224x224 images (torchvision&apos;s layout)</source>
        <translation>VGG19(배치 정규화 없음), 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>ResNet18 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>ResNet18, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>ResNet18 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>ResNet18, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>ResNet34 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>ResNet34, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>ResNet34 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>ResNet34, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>ResNet50 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>ResNet50, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>ResNet50 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>ResNet50, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>ResNet101 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>ResNet101, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>ResNet101 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>ResNet101, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>ResNet152 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>ResNet152, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>ResNet152 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>ResNet152, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>DenseNet121 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>DenseNet121, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>DenseNet121 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>DenseNet121, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>DenseNet161 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>DenseNet161, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>DenseNet161 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>DenseNet161, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>DenseNet169 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>DenseNet169, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>DenseNet169 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>DenseNet169, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>DenseNet201 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>DenseNet201, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>DenseNet201 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>DenseNet201, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B0 for small images (pytorch-cifar&apos;s layout)</source>
        <translation>EfficientNet-B0, 작은 이미지용(pytorch-cifar의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B0 for 224x224 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B0, 224x224 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B1 for 240x240 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B1, 240x240 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B2 for 288x288 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B2, 288x288 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B3 for 300x300 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B3, 300x300 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B4 for 380x380 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B4, 380x380 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B5 for 456x456 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B5, 456x456 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B6 for 528x528 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B6, 528x528 이미지용(torchvision의 구조)</translation>
    </message>
    <message>
        <source>EfficientNet-B7 for 600x600 images (torchvision&apos;s layout)</source>
        <translation>EfficientNet-B7, 600x600 이미지용(torchvision의 구조)</translation>
    </message>
</context>
<context>
    <name>secateur::Settings</name>
    <message>
        <source>Test &amp;images</source>
        <translation>테스트 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>How many test images are held in memory, so that reading them does not count.</source>
        <translation>메모리에 올려 둘 테스트 이미지의 수입니다. 읽는 시간은 재지 않습니다.</translation>
    </message>
    <message>
        <source>C&amp;urve images</source>
        <translation>곡선 이미지(&amp;U)</translation>
    </message>
    <message>
        <source>Held-out images on which every group of channels is measured by itself, recalibrated on half as many training images: widths are planned by that; 0 plans none.</source>
        <translation>채널 그룹을 하나씩 따로 측정하고 그 절반만큼의 학습 이미지로 재보정하는 데 쓰는 홀드아웃 이미지 수입니다. 이것으로 너비를 계획하며, 0이면 계획하지 않습니다.</translation>
    </message>
    <message>
        <source>&amp;Rounds</source>
        <translation>회전 수(&amp;R)</translation>
    </message>
    <message>
        <source>How often every network has its turn; the median counts, the slowest and the fastest round are kept beside it.</source>
        <translation>모든 네트워크가 차례를 몇 번 갖는지 정합니다. 중간값을 쓰며, 가장 느린 회전과 가장 빠른 회전을 함께 보존합니다.</translation>
    </message>
    <message>
        <source>How often every network has its turn; the median counts. More are added while the machine is not quiet.</source>
        <translation>모든 네트워크가 차례를 몇 번 갖는지 정합니다. 중간값을 쓰며, 컴퓨터가 조용하지 않으면 회전을 더합니다.</translation>
    </message>
    <message>
        <source>Every network and every cut classifies these.</source>
        <translation>모든 네트워크와 모든 절감이 이 이미지를 분류합니다.</translation>
    </message>
    <message>
        <source>&amp;Tolerance in points</source>
        <translation>허용치(%p)(&amp;T)</translation>
    </message>
    <message>
        <source>How much top-1 a cut may cost.</source>
        <translation>절감으로 잃어도 되는 top-1입니다.</translation>
    </message>
    <message>
        <source>Cuts are multiples of this share.</source>
        <translation>절감은 이 비율의 배수입니다.</translation>
    </message>
    <message>
        <source>&amp;Fine-tuning images</source>
        <translation>미세 조정 이미지(&amp;F)</translation>
    </message>
    <message>
        <source>Training images of the equal repair after each cut; 0 measures cuts without any.</source>
        <translation>절감한 뒤 똑같이 복구할 때 쓰는 학습 이미지 수입니다. 0이면 복구 없이 측정합니다.</translation>
    </message>
    <message>
        <source>Fine-tuning &amp;epochs</source>
        <translation>미세 조정 에폭(&amp;E)</translation>
    </message>
    <message>
        <source>How often each of them is seen.</source>
        <translation>각 이미지를 몇 번 보는지 나타냅니다.</translation>
    </message>
    <message>
        <source>Pruning &amp;amount</source>
        <translation>가지치기 양(&amp;A)</translation>
    </message>
    <message>
        <source>The share of all weights that become zero, in one ranking by magnitude (L1).</source>
        <translation>모든 가중치를 크기(L1)로 한꺼번에 순위를 매겨 0으로 만드는 비율입니다.</translation>
    </message>
    <message>
        <source>&amp;Tolerance, points</source>
        <translation>허용치(%p)(&amp;T)</translation>
    </message>
    <message>
        <source>The drop of top-1 up to which a ratio counts as safe.</source>
        <translation>어느 비율까지 안전하다고 볼지 정하는 top-1 하락입니다.</translation>
    </message>
    <message>
        <source>T&amp;est images</source>
        <translation>테스트 이미지(&amp;E)</translation>
    </message>
    <message>
        <source>On these every network is measured.</source>
        <translation>모든 네트워크를 이 이미지로 측정합니다.</translation>
    </message>
    <message>
        <source>S&amp;weep images</source>
        <translation>스윕 이미지(&amp;W)</translation>
    </message>
    <message>
        <source>Held-out images on which the sensitivity sweep measures each point.</source>
        <translation>민감도 스윕이 각 점을 측정하는 홀드아웃 이미지입니다.</translation>
    </message>
    <message>
        <source>Re&amp;calibrate</source>
        <translation>재보정(&amp;C)</translation>
    </message>
    <message>
        <source>Estimate the batch statistics of the pruned network anew before it is fine-tuned.</source>
        <translation>미세 조정하기 전에, 가지치기한 네트워크의 배치 통계를 다시 추정합니다.</translation>
    </message>
    <message>
        <source>Fine-tuning &amp;images</source>
        <translation>미세 조정 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>Training images on which the pruned network is repaired.</source>
        <translation>가지치기한 네트워크를 복구하는 데 쓰는 학습 이미지입니다.</translation>
    </message>
    <message>
        <source>&amp;QAT</source>
        <translation>QAT(&amp;Q)</translation>
    </message>
    <message>
        <source>Quantization-aware training after post-training quantization: where that loses more than the tolerance (auto), always, or never.</source>
        <translation>학습 후 양자화 다음의 양자화 인식 학습입니다. 허용치보다 많이 잃을 때만(자동), 항상, 또는 하지 않습니다.</translation>
    </message>
    <message>
        <source>Where it is needed</source>
        <translation>필요할 때</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>항상</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>하지 않음</translation>
    </message>
    <message>
        <source>Points of top-1 that the smallest network may lose.</source>
        <translation>가장 작은 네트워크가 잃어도 되는 top-1이며, 단위는 %p입니다.</translation>
    </message>
    <message>
        <source>Held-out &amp;images</source>
        <translation>홀드아웃 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>Held-out images that judge a candidate: a quarter of them where that is certain (95 %).</source>
        <translation>후보를 판단하는 홀드아웃 이미지입니다. 그중 4분의 1로 확실하면(95 %) 거기서 멈춥니다.</translation>
    </message>
    <message>
        <source>&amp;Sweep images</source>
        <translation>스윕 이미지(&amp;S)</translation>
    </message>
    <message>
        <source>Held-out images on which the sweep of channels measures each point.</source>
        <translation>채널 스윕이 각 점을 측정하는 홀드아웃 이미지입니다.</translation>
    </message>
    <message>
        <source>&amp;Recalibrate on images</source>
        <translation>재보정 이미지(&amp;R)</translation>
    </message>
    <message>
        <source>Training images on which every point and candidate is repaired.</source>
        <translation>모든 점과 후보를 복구하는 데 쓰는 학습 이미지입니다.</translation>
    </message>
    <message>
        <source>Rec&amp;onstruct on images</source>
        <translation>재구성 이미지(&amp;O)</translation>
    </message>
    <message>
        <source>Training images on which layers that lose channels or weights get those that make up for it best, by least squares; 0: none.</source>
        <translation>채널이나 가중치를 잃은 레이어에 이를 가장 잘 메우는 가중치를 최소제곱으로 구할 때 쓰는 학습 이미지입니다. 0: 하지 않음.</translation>
    </message>
    <message>
        <source>Training images on which every cut network is fine-tuned before it is judged; 0: nothing is trained.</source>
        <translation>자른 네트워크를 판정하기 전에 미세 조정하는 데 쓰는 학습 이미지입니다. 0: 학습하지 않음.</translation>
    </message>
    <message>
        <source>Fine-tuning ra&amp;te</source>
        <translation>미세 조정 학습률(&amp;T)</translation>
    </message>
    <message>
        <source>The learning rate at its start; it falls to 0 by the cosine.</source>
        <translation>시작할 때의 학습률이며, 코사인을 따라 0까지 낮아집니다.</translation>
    </message>
    <message>
        <source>S&amp;teps</source>
        <translation>단계 수(&amp;T)</translation>
    </message>
    <message>
        <source>How often it is cut and repaired.</source>
        <translation>자르고 복구하기를 되풀이하는 횟수입니다.</translation>
    </message>
    <message>
        <source>Training images on which the statistics of batch normalisations are estimated anew after each cut, before it is fine-tuned; 0: not.</source>
        <translation>자를 때마다 미세 조정 전에 배치 정규화의 통계를 새로 추정하는 데 쓰는 학습 이미지입니다. 0: 하지 않음.</translation>
    </message>
    <message>
        <source>&amp;Calibration images</source>
        <translation>보정 이미지(&amp;C)</translation>
    </message>
    <message>
        <source>Training images on which the ranges of INT8 networks are observed.</source>
        <translation>INT8 네트워크의 범위를 관측하는 학습 이미지입니다.</translation>
    </message>
    <message>
        <source>Wi&amp;dths, multiples of</source>
        <translation>너비의 배수(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Least width</source>
        <translation>최소 너비(&amp;L)</translation>
    </message>
    <message>
        <source>No channel group becomes narrower than so many.</source>
        <translation>어떤 채널 그룹도 이보다 좁아지지 않습니다.</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>가중치(&amp;W)</translation>
    </message>
    <message>
        <source>Which weights of a checkpoint that has several, as state_dict_ema; else the raw ones.</source>
        <translation>체크포인트에 가중치가 여럿일 때 쓸 것입니다(예: state_dict_ema). 아니면 원래의 가중치를 씁니다.</translation>
    </message>
    <message>
        <source>&amp;Activation</source>
        <translation>활성화 함수(&amp;A)</translation>
    </message>
    <message>
        <source>The activation, which weights do not tell; auto: the usual one.</source>
        <translation>가중치로는 알 수 없는 활성화 함수입니다. 자동: 통상적인 것.</translation>
    </message>
    <message>
        <source>usual one</source>
        <translation>통상적인 것</translation>
    </message>
    <message>
        <source>ReLU6</source>
        <translation>ReLU6</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>&amp;Strides</source>
        <translation>스트라이드(&amp;S)</translation>
    </message>
    <message>
        <source>The strides of the first layers, which weights do not tell: as for small images, as for ImageNet; auto: as the names have it.</source>
        <translation>가중치로는 알 수 없는 첫 레이어들의 스트라이드입니다. 작은 이미지용, ImageNet용, 자동: 이름에 따름.</translation>
    </message>
    <message>
        <source>as the names have it</source>
        <translation>이름에 따름</translation>
    </message>
    <message>
        <source>as for small images</source>
        <translation>작은 이미지용</translation>
    </message>
    <message>
        <source>as for ImageNet</source>
        <translation>ImageNet용</translation>
    </message>
    <message>
        <source>Global: one ranking over all</source>
        <translation>전역: 모두를 한 순위로</translation>
    </message>
    <message>
        <source>Each layer or group by the same share</source>
        <translation>레이어나 그룹마다 같은 비율</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>그룹(&amp;G)</translation>
    </message>
    <message>
        <source>Channels that depend on each other are cut together: an expansion with its depthwise layer, both ends of a residual sum. A group is called after the layer that makes it.</source>
        <translation>서로 의존하는 채널은 함께 잘라 냅니다. 확장 레이어와 그 depthwise 레이어, 잔차 합의 양쪽이 그렇습니다. 그룹의 이름은 그 채널을 만드는 레이어의 이름입니다.</translation>
    </message>
    <message>
        <source>&amp;Reconstruct on images</source>
        <translation>재구성 이미지(&amp;R)</translation>
    </message>
    <message>
        <source>Repair by least squares: layers that lost inputs or single weights get the weights with which they make nearest to what they made before, on so many training images, without labels; 0: none.</source>
        <translation>최소제곱 복구: 입력이나 개별 가중치를 잃은 레이어에, 전에 만들던 것에 가장 가깝게 만드는 가중치를 이만큼의 학습 이미지로 레이블 없이 구합니다. 0: 하지 않음.</translation>
    </message>
    <message>
        <source>&amp;Scope</source>
        <translation>적용 범위(&amp;S)</translation>
    </message>
    <message>
        <source>Global ranks what all layers or groups have together, so that robust ones lose more; each loses the same share otherwise (layer), or its own (plan). Sensitivity curves of all together are global.</source>
        <translation>전역은 모든 레이어나 그룹이 가진 것을 함께 순위를 매기므로 강건한 것이 더 잃습니다. 아니면 저마다 같은 비율(레이어)이나 자신의 비율(계획)을 잃습니다. 모두를 함께 한 민감도 곡선은 전역입니다.</translation>
    </message>
    <message>
        <source>&amp;Amount</source>
        <translation>양(&amp;A)</translation>
    </message>
    <message>
        <source>The share of the weights that become zero, or of the channels that go: those that are ranked lowest.</source>
        <translation>0이 되는 가중치, 또는 제거되는 채널의 비율이며, 순위가 가장 낮은 것부터입니다.</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>레이어(&amp;L)</translation>
    </message>
    <message>
        <source>The layers whose weights are pruned.</source>
        <translation>가중치를 가지치기할 레이어입니다.</translation>
    </message>
    <message>
        <source>Ra&amp;nking</source>
        <translation>순위(&amp;N)</translation>
    </message>
    <message>
        <source>Which weights or channels go first: those of the smallest magnitude (l1; l2 gives single weights the same order), or random ones as a control; channels by the scale of their batch normalisation, the norm of their whole dependency group, or their distance to the other filters of their layer; or by training images: channels by what the loss changes to first order when they go (taylor, labelled images), their mean activation, or how seldom it is zero (apoz), single weights by magnitude times what they multiply (wanda).</source>
        <translation>어느 가중치나 채널이 먼저 빠지는지 정합니다. 크기가 가장 작은 것(l1; l2는 개별 가중치에 같은 순서를 줍니다)이나 대조용으로 무작위인 것. 채널은 배치 정규화의 스케일, 의존 그룹 전체의 노름, 같은 레이어의 다른 필터와의 거리로 정할 수 있습니다. 학습 이미지로 정할 수도 있습니다. 채널은 제거할 때 손실의 1차 변화(taylor, 레이블 이미지), 평균 활성화, 0이 아닌 정도(apoz)로, 개별 가중치는 크기에 곱해지는 값을 곱한 것(wanda)으로 정합니다.</translation>
    </message>
    <message>
        <source>Ran&amp;king images</source>
        <translation>순위 이미지(&amp;K)</translation>
    </message>
    <message>
        <source>Training images that a ranking by images looks at; others need none.</source>
        <translation>이미지로 순위를 매길 때 보는 학습 이미지입니다. 다른 순위에는 필요 없습니다.</translation>
    </message>
    <message>
        <source>Each layer or group at its own share</source>
        <translation>레이어나 그룹마다 자신의 비율</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>에폭(&amp;E)</translation>
    </message>
    <message>
        <source>How often training goes through all of its images.</source>
        <translation>학습이 모든 이미지를 몇 번 훑는지 나타냅니다.</translation>
    </message>
    <message>
        <source>&amp;Batch size</source>
        <translation>배치 크기(&amp;B)</translation>
    </message>
    <message>
        <source>Images whose gradients make one step.</source>
        <translation>한 스텝의 기울기를 이루는 이미지 수입니다.</translation>
    </message>
    <message>
        <source>Mi&amp;cro batch</source>
        <translation>마이크로 배치(&amp;C)</translation>
    </message>
    <message>
        <source>Images that one worker computes at once, over which batch normalisation takes its statistics; 0: as many of 32, 16 or 8 as keep its memory below 256 MB.</source>
        <translation>작업자 하나가 한 번에 계산하는 이미지 수이며, 배치 정규화가 통계를 내는 단위입니다. 0: 32, 16, 8 중 메모리를 256 MB 아래로 유지하는 가장 큰 수.</translation>
    </message>
    <message>
        <source>Learning &amp;rate</source>
        <translation>학습률(&amp;R)</translation>
    </message>
    <message>
        <source>The length of a step; with a schedule, its largest value.</source>
        <translation>한 스텝의 크기이며, 스케줄이 있으면 그 최댓값입니다.</translation>
    </message>
    <message>
        <source>&amp;Schedule</source>
        <translation>스케줄(&amp;S)</translation>
    </message>
    <message>
        <source>How the rate changes: cosine falls to 0 over the training, one-cycle rises first.</source>
        <translation>학습률의 변화입니다. 코사인은 학습하는 동안 0까지 내려가고, 원사이클은 먼저 올라갑니다.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>코사인</translation>
    </message>
    <message>
        <source>One-cycle</source>
        <translation>원사이클</translation>
    </message>
    <message>
        <source>&amp;Momentum</source>
        <translation>모멘텀(&amp;M)</translation>
    </message>
    <message>
        <source>The share of the last step that the next one keeps.</source>
        <translation>다음 스텝이 이전 스텝에서 유지하는 비율입니다.</translation>
    </message>
    <message>
        <source>&amp;Nesterov</source>
        <translation>네스테로프(&amp;N)</translation>
    </message>
    <message>
        <source>Takes the gradient where the momentum leads, which often converges faster.</source>
        <translation>모멘텀이 이끄는 곳에서 기울기를 구하며, 더 빨리 수렴하는 일이 많습니다.</translation>
    </message>
    <message>
        <source>&amp;Weight decay</source>
        <translation>가중치 감쇠(&amp;W)</translation>
    </message>
    <message>
        <source>The L2 penalty, which keeps weights small.</source>
        <translation>가중치를 작게 유지하는 L2 벌점입니다.</translation>
    </message>
    <message>
        <source>&amp;Label smoothing</source>
        <translation>레이블 스무딩(&amp;L)</translation>
    </message>
    <message>
        <source>The share of the target that is spread over all classes against overconfidence.</source>
        <translation>과신을 막기 위해 모든 클래스에 나누어 주는 목표의 비율입니다.</translation>
    </message>
    <message>
        <source>Crop &amp;padding</source>
        <translation>크롭 패딩(&amp;P)</translation>
    </message>
    <message>
        <source>Black pixels put around an image before a random crop of its size; 0: no crop.</source>
        <translation>같은 크기로 무작위 크롭하기 전에 이미지 둘레에 두르는 검은 픽셀입니다. 0: 크롭하지 않음.</translation>
    </message>
    <message>
        <source>&amp;Flip</source>
        <translation>좌우 뒤집기(&amp;F)</translation>
    </message>
    <message>
        <source>Mirrors every other image at random, left to right.</source>
        <translation>이미지의 절반을 무작위로 좌우로 뒤집습니다.</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>시드(&amp;D)</translation>
    </message>
    <message>
        <source>The start of every random choice: the same seed gives the same network.</source>
        <translation>모든 무작위 선택의 출발점입니다. 시드가 같으면 네트워크도 같습니다.</translation>
    </message>
    <message>
        <source>Training &amp;images</source>
        <translation>학습 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>The statistics are averages over this many of them; no labels are used.</source>
        <translation>통계는 이만큼의 학습 이미지에 대한 평균이며, 레이블은 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Images whose statistics are taken together, as a training does.</source>
        <translation>학습할 때처럼 통계를 함께 내는 이미지 수입니다.</translation>
    </message>
    <message>
        <source>Resi&amp;ze to</source>
        <translation>크기 조정(&amp;Z)</translation>
    </message>
    <message>
        <source>Folders of images: the shorter side of every image after resizing, in pixels; 0: as it is.</source>
        <translation>이미지 폴더: 크기를 조정한 뒤 모든 이미지의 짧은 변이며, 단위는 픽셀입니다. 0: 그대로.</translation>
    </message>
    <message>
        <source>Crop &amp;to</source>
        <translation>크롭 크기(&amp;T)</translation>
    </message>
    <message>
        <source>Folders of images: the side of the central square that is cut out, in pixels; 0: as it is.</source>
        <translation>이미지 폴더: 가운데에서 잘라 내는 정사각형의 변이며, 단위는 픽셀입니다. 0: 그대로.</translation>
    </message>
    <message>
        <source>&amp;Normalisation</source>
        <translation>정규화(&amp;N)</translation>
    </message>
    <message>
        <source>The constants that the network was trained with; auto: those of CIFAR for its classes, else computed from the images.</source>
        <translation>네트워크를 학습시킬 때 쓴 상수입니다. 자동: 클래스가 CIFAR의 것이면 CIFAR의 상수, 아니면 이미지에서 계산한 것.</translation>
    </message>
    <message>
        <source>CIFAR&apos;s for its classes, else computed</source>
        <translation>CIFAR 클래스면 CIFAR의 것, 아니면 계산</translation>
    </message>
    <message>
        <source>CIFAR-10</source>
        <translation>CIFAR-10</translation>
    </message>
    <message>
        <source>ImageNet</source>
        <translation>ImageNet</translation>
    </message>
    <message>
        <source>0.5 and 0.5</source>
        <translation>0.5와 0.5</translation>
    </message>
    <message>
        <source>computed from the images</source>
        <translation>이미지에서 계산</translation>
    </message>
    <message>
        <source>&amp;Mean</source>
        <translation>평균(&amp;M)</translation>
    </message>
    <message>
        <source>The mean of each channel, as 0.485,0.456,0.406; with the standard deviation, in place of a normalisation by name.</source>
        <translation>채널마다의 평균입니다(예: 0.485,0.456,0.406). 표준 편차와 함께, 이름으로 고른 정규화 대신 씁니다.</translation>
    </message>
    <message>
        <source>De&amp;viation</source>
        <translation>표준 편차(&amp;V)</translation>
    </message>
    <message>
        <source>The standard deviation of each channel, as 0.229,0.224,0.225.</source>
        <translation>채널마다의 표준 편차입니다(예: 0.229,0.224,0.225).</translation>
    </message>
    <message>
        <source>Class o&amp;rder</source>
        <translation>클래스 순서(&amp;R)</translation>
    </message>
    <message>
        <source>Folders of images: a file that names the classes, a line each, in the order of the network&apos;s outputs; else they are sorted by name.</source>
        <translation>이미지 폴더: 클래스 이름을 네트워크 출력의 순서대로 한 줄에 하나씩 적은 파일입니다. 없으면 이름순입니다.</translation>
    </message>
    <message>
        <source>Decode &amp;JPEG reduced</source>
        <translation>JPEG 축소 디코딩(&amp;J)</translation>
    </message>
    <message>
        <source>Folders of images: decode a JPEG file at a half, a quarter or an eighth of its size where that is still larger than it is resized to; faster for photographs of a camera, and pixels differ a little.</source>
        <translation>이미지 폴더: 크기를 조절한 결과보다 여전히 크다면 JPEG 파일을 1/2, 1/4 또는 1/8 크기로 디코딩합니다. 카메라 사진에서 빠르며 픽셀이 조금 달라집니다.</translation>
    </message>
    <message>
        <source>Turn &amp;upright</source>
        <translation>바로 세우기(&amp;U)</translation>
    </message>
    <message>
        <source>Folders of images: turn each as its EXIF orientation says, which torchvision&apos;s ImageFolder does not.</source>
        <translation>이미지 폴더: 이미지를 EXIF 방향대로 돌립니다. torchvision의 ImageFolder는 돌리지 않습니다.</translation>
    </message>
    <message>
        <source>Calibration &amp;images</source>
        <translation>보정 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>Training images on which the ranges of the activations are observed.</source>
        <translation>활성화의 범위를 관측하는 학습 이미지입니다.</translation>
    </message>
    <message>
        <source>&amp;Observer</source>
        <translation>관측기(&amp;O)</translation>
    </message>
    <message>
        <source>Who chooses the range of an activation: the extremes, their moving average (over batches of 8), the values without the rarest, the least squared error, or the least divergence (KL, as TensorRT).</source>
        <translation>활성화의 범위를 고르는 방법입니다. 양 끝값, 그 이동 평균(8장씩의 배치), 가장 드문 값을 뺀 것, 제곱 오차가 가장 작은 것, 발산이 가장 작은 것(KL, TensorRT와 같음) 중에서 고릅니다.</translation>
    </message>
    <message>
        <source>Min-max</source>
        <translation>최소-최대</translation>
    </message>
    <message>
        <source>Moving average</source>
        <translation>이동 평균</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>백분위수</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>Entropy (KL)</source>
        <translation>엔트로피(KL)</translation>
    </message>
    <message>
        <source>Percen&amp;tile</source>
        <translation>백분위수(&amp;T)</translation>
    </message>
    <message>
        <source>Of the observer percentile: the share of the values within the range, in per cent.</source>
        <translation>백분위수 관측기에서 범위 안에 드는 값의 비율이며, 단위는 %입니다.</translation>
    </message>
    <message>
        <source>S&amp;cheme</source>
        <translation>방식(&amp;C)</translation>
    </message>
    <message>
        <source>Affine puts the zero point wherever the range needs it, symmetric in the middle of the integers.</source>
        <translation>비대칭은 영점을 범위가 요구하는 곳에 두고, 대칭은 정수의 한가운데에 둡니다.</translation>
    </message>
    <message>
        <source>Affine</source>
        <translation>비대칭</translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>Activation &amp;bits</source>
        <translation>활성화 비트 수(&amp;B)</translation>
    </message>
    <message>
        <source>Levels of an activation: 7 bits (on) leave the headroom that some CPUs need to add up products without saturating; automatic gives them to those only.</source>
        <translation>활성화의 수준 수입니다. 7비트(켬)는 일부 CPU가 곱을 포화 없이 더하는 데 필요한 여유를 남깁니다. 자동은 그런 CPU에서만 7비트를 씁니다.</translation>
    </message>
    <message>
        <source>Automatic for this CPU</source>
        <translation>이 CPU에 맞게 자동</translation>
    </message>
    <message>
        <source>7 bits</source>
        <translation>7비트</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8비트</translation>
    </message>
    <message>
        <source>&amp;ReLU6 range</source>
        <translation>ReLU6 범위(&amp;R)</translation>
    </message>
    <message>
        <source>The range of the outputs of ReLU6: all of [0, 6], or what calibration observed; automatic takes the first with 8 bits and min-max where calibration reached half of it, else the second.</source>
        <translation>ReLU6 출력의 범위입니다. [0, 6] 전체이거나 보정에서 관측한 것입니다. 자동은 8비트와 최소-최대일 때 보정이 그 절반에 이르렀으면 앞의 것을, 아니면 뒤의 것을 씁니다.</translation>
    </message>
    <message>
        <source>Automatic, for each layer</source>
        <translation>레이어마다 자동</translation>
    </message>
    <message>
        <source>Fixed: [0, 6]</source>
        <translation>고정: [0, 6]</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>관측한 것</translation>
    </message>
    <message>
        <source>&amp;Symmetric bottlenecks</source>
        <translation>대칭 병목(&amp;S)</translation>
    </message>
    <message>
        <source>Puts the zero point in the middle for outputs without an activation, as MobileNetV2&apos;s projections.</source>
        <translation>MobileNetV2의 projection처럼 활성화 함수가 없는 출력에서는 영점을 한가운데에 둡니다.</translation>
    </message>
    <message>
        <source>Weight sca&amp;les</source>
        <translation>가중치 스케일(&amp;L)</translation>
    </message>
    <message>
        <source>One scale for each output channel, or one for the whole weight, which fails on depthwise layers.</source>
        <translation>출력 채널마다 스케일 하나, 또는 가중치 전체에 하나입니다. 후자는 depthwise 레이어에서 실패합니다.</translation>
    </message>
    <message>
        <source>Per channel</source>
        <translation>채널별</translation>
    </message>
    <message>
        <source>Per tensor</source>
        <translation>텐서별</translation>
    </message>
    <message>
        <source>&amp;Weight observer</source>
        <translation>가중치 관측기(&amp;W)</translation>
    </message>
    <message>
        <source>Who chooses the range of a weight.</source>
        <translation>가중치의 범위를 고르는 방법입니다.</translation>
    </message>
    <message>
        <source>Weight percentil&amp;e</source>
        <translation>가중치 백분위수(&amp;E)</translation>
    </message>
    <message>
        <source>Of the weight observer percentile: the share of |w| within the range, in per cent.</source>
        <translation>백분위수 가중치 관측기에서 범위 안에 드는 |w|의 비율이며, 단위는 %입니다.</translation>
    </message>
    <message>
        <source>Cross-layer e&amp;qualization</source>
        <translation>레이어 간 균등화(&amp;Q)</translation>
    </message>
    <message>
        <source>Scales the channels of neighbouring layers against each other, so that one scale suits them all; the network computes the same.</source>
        <translation>이웃한 레이어의 채널을 서로 맞추어 스케일하여 하나의 스케일이 모두에 맞게 합니다. 네트워크의 계산은 그대로입니다.</translation>
    </message>
    <message>
        <source>Bias correctio&amp;n</source>
        <translation>편향 보정(&amp;N)</translation>
    </message>
    <message>
        <source>Takes the mean error that quantized weights make out of the biases.</source>
        <translation>양자화된 가중치가 만드는 평균 오차를 편향에서 뺍니다.</translation>
    </message>
    <message>
        <source>Keep in &amp;FP32</source>
        <translation>FP32로 유지(&amp;F)</translation>
    </message>
    <message>
        <source>Layers that keep float weights and compute in float: the cure for those that quantization breaks.</source>
        <translation>부동소수점 가중치를 유지하고 부동소수점으로 계산하는 레이어입니다. 양자화로 망가지는 레이어의 처방입니다.</translation>
    </message>
    <message>
        <source>&amp;Observe ranges, epochs</source>
        <translation>범위 관측 에폭(&amp;O)</translation>
    </message>
    <message>
        <source>In so many epochs from the start the ranges of activations follow the batches; then they are frozen.</source>
        <translation>처음부터 이만큼의 에폭 동안 활성화의 범위가 배치를 따라가고, 그 뒤에는 고정됩니다.</translation>
    </message>
    <message>
        <source>Update B&amp;N, epochs</source>
        <translation>BN 갱신 에폭(&amp;N)</translation>
    </message>
    <message>
        <source>In so many epochs from the start batch normalisation updates its statistics; then they are frozen.</source>
        <translation>처음부터 이만큼의 에폭 동안 배치 정규화가 통계를 갱신하고, 그 뒤에는 고정됩니다.</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>종류(&amp;K)</translation>
    </message>
    <message>
        <source>What is done: weights set to zero (prune), weights or outputs rounded to so many bits, a share of an output&apos;s range cut off (clip), or whole channels taken out, by channel group, those of several groups by one ranking.</source>
        <translation>무엇을 하는지 정합니다. 가중치를 0으로 만들거나(가지치기), 가중치나 출력을 정해진 비트로 반올림하거나, 출력 범위의 일부를 잘라 내거나(클리핑), 채널을 그룹별로 통째로 제거합니다. 여러 그룹은 한 순위로 제거합니다.</translation>
    </message>
    <message>
        <source>Pruned weights</source>
        <translation>가중치 가지치기</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>가중치 비트</translation>
    </message>
    <message>
        <source>Activation bits</source>
        <translation>활성화 비트</translation>
    </message>
    <message>
        <source>Clipped outputs</source>
        <translation>출력 클리핑</translation>
    </message>
    <message>
        <source>Whole channels</source>
        <translation>채널 전체</translation>
    </message>
    <message>
        <source>&amp;Levels</source>
        <translation>수준(&amp;L)</translation>
    </message>
    <message>
        <source>Shares in [0, 1), or numbers of bits from 2 to 8, one measured point each (default: 0.3,0.5,0.6,0.7,0.8; for bits 8,6,5,4,3,2; for clip 0.1,0.2,0.3,0.5,0.7).</source>
        <translation>[0, 1)의 비율이나 2에서 8까지의 비트 수이며, 하나마다 한 점을 측정합니다(기본값: 0.3,0.5,0.6,0.7,0.8; 비트는 8,6,5,4,3,2; 클리핑은 0.1,0.2,0.3,0.5,0.7).</translation>
    </message>
    <message>
        <source>Rankin&amp;g images</source>
        <translation>순위 이미지(&amp;G)</translation>
    </message>
    <message>
        <source>Granulari&amp;ty</source>
        <translation>단위(&amp;T)</translation>
    </message>
    <message>
        <source>Which layers are changed at once: each by itself, those of a block, or those with the same role (expand, depthwise, …).</source>
        <translation>어느 레이어를 한꺼번에 바꿀지 정합니다. 하나씩, 한 블록의 것, 또는 역할이 같은 것(expand, depthwise 등)입니다.</translation>
    </message>
    <message>
        <source>Each layer by itself</source>
        <translation>레이어 하나씩</translation>
    </message>
    <message>
        <source>The layers of a block</source>
        <translation>한 블록의 레이어</translation>
    </message>
    <message>
        <source>The layers of a role</source>
        <translation>한 역할의 레이어</translation>
    </message>
    <message>
        <source>&amp;Curves</source>
        <translation>곡선(&amp;C)</translation>
    </message>
    <message>
        <source>One curve a layer, block or role, which alone is changed; one of all layers changed at once, ranked across them (global); or both.</source>
        <translation>레이어, 블록, 역할마다 그것만 바꾼 곡선 하나, 모든 레이어를 한 순위로 한꺼번에 바꾼 곡선 하나(전역), 또는 둘 다입니다.</translation>
    </message>
    <message>
        <source>Each of them, and all together</source>
        <translation>하나씩, 그리고 모두 함께</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>모두 함께</translation>
    </message>
    <message>
        <source>Each of them</source>
        <translation>하나씩</translation>
    </message>
    <message>
        <source>L&amp;ayers</source>
        <translation>레이어(&amp;A)</translation>
    </message>
    <message>
        <source>Only these layers are changed; of channels, groups by their names.</source>
        <translation>이 레이어만 바꿉니다. 채널은 그룹을 이름으로 고릅니다.</translation>
    </message>
    <message>
        <source>A&amp;daptive: as few images as a verdict needs</source>
        <translation>적응형: 판정에 필요한 만큼만 이미지를 씀(&amp;D)</translation>
    </message>
    <message>
        <source>A point looks at more and more images until its bounds lie on one side of the tolerance, or are narrow enough. Without it every point classifies all images.</source>
        <translation>점마다 한계가 허용치의 한쪽에 놓이거나 충분히 좁아질 때까지 이미지를 늘려 가며 봅니다. 끄면 모든 점이 모든 이미지를 분류합니다.</translation>
    </message>
    <message>
        <source>T&amp;olerance, points</source>
        <translation>허용치(%p)(&amp;O)</translation>
    </message>
    <message>
        <source>Accuracy points that may be lost; adaptive points settle once it is certain whether they lose more.</source>
        <translation>잃어도 되는 정확도이며, 단위는 %p입니다. 적응형 점은 그보다 더 잃는지가 확실해지면 확정됩니다.</translation>
    </message>
    <message>
        <source>&amp;Width, points</source>
        <translation>너비(%p)(&amp;W)</translation>
    </message>
    <message>
        <source>Adaptive: a point whose bounds are no further apart needs no more images.</source>
        <translation>적응형: 한계의 간격이 이보다 넓지 않은 점은 이미지가 더 필요하지 않습니다.</translation>
    </message>
    <message>
        <source>Con&amp;fidence, %</source>
        <translation>신뢰도(%)(&amp;F)</translation>
    </message>
    <message>
        <source>Adaptive: that all bounds of the sweep hold at all times, however often one looks.</source>
        <translation>적응형: 몇 번을 들여다보든 스윕의 모든 한계가 늘 성립할 확률입니다.</translation>
    </message>
    <message>
        <source>Prune and channels: what a point costs after repair. The statistics of its batch normalisations are estimated anew on so many training images, without labels and without training; 0: no repair.</source>
        <translation>가지치기와 채널: 복구한 뒤 점이 잃는 양을 잽니다. 배치 정규화의 통계를 이만큼의 학습 이미지로 레이블도 학습도 없이 다시 추정합니다. 0: 복구하지 않음.</translation>
    </message>
    <message>
        <source>L1 magnitude</source>
        <translation>L1 크기</translation>
    </message>
    <message>
        <source>L1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>L2 magnitude</source>
        <translation>L2 크기</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Scale of the batch normalisation</source>
        <translation>배치 정규화의 스케일</translation>
    </message>
    <message>
        <source>scale of BN</source>
        <translation>BN 스케일</translation>
    </message>
    <message>
        <source>Norm of the whole dependency group</source>
        <translation>의존 그룹 전체의 노름</translation>
    </message>
    <message>
        <source>group norm</source>
        <translation>그룹 노름</translation>
    </message>
    <message>
        <source>Distance to the layer&apos;s other filters</source>
        <translation>레이어의 다른 필터와의 거리</translation>
    </message>
    <message>
        <source>geometric median</source>
        <translation>기하 중앙값</translation>
    </message>
    <message>
        <source>First-order change of the loss (images)</source>
        <translation>손실의 1차 변화(이미지)</translation>
    </message>
    <message>
        <source>Taylor</source>
        <translation>테일러</translation>
    </message>
    <message>
        <source>Mean absolute activation (images)</source>
        <translation>평균 절대 활성화(이미지)</translation>
    </message>
    <message>
        <source>mean activation</source>
        <translation>평균 활성화</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>활성화</translation>
    </message>
    <message>
        <source>Share of activations above zero (images)</source>
        <translation>0보다 큰 활성화의 비율(이미지)</translation>
    </message>
    <message>
        <source>APoZ</source>
        <translation>APoZ</translation>
    </message>
    <message>
        <source>Magnitude times input (images)</source>
        <translation>크기 × 입력(이미지)</translation>
    </message>
    <message>
        <source>magnitude times input</source>
        <translation>크기 × 입력</translation>
    </message>
    <message>
        <source>Warm-&amp;up, epochs</source>
        <translation>워밍업 에폭(&amp;U)</translation>
    </message>
    <message>
        <source>The rate rises over so many epochs, in equal steps, to the schedule&apos;s first.</source>
        <translation>이만큼의 에폭 동안 학습률이 같은 간격으로 스케줄의 첫 값까지 올라갑니다.</translation>
    </message>
    <message>
        <source>Least &amp;crop</source>
        <translation>최소 크롭 비율(&amp;C)</translation>
    </message>
    <message>
        <source>Crops of any size, resized to the network&apos;s (RandomResizedCrop), for photographs: the least share of the image&apos;s area, 0.08 as for ImageNet; 0: no such crop.</source>
        <translation>사진에 쓰는, 임의의 크기로 크롭하여 네트워크의 크기로 조정하는 방법(RandomResizedCrop)입니다. 이미지 넓이의 최소 비율이며, ImageNet은 0.08입니다. 0: 이렇게 크롭하지 않음.</translation>
    </message>
    <message>
        <source>Keep BN s&amp;tatistics</source>
        <translation>BN 통계 유지(&amp;T)</translation>
    </message>
    <message>
        <source>Batch normalisations keep their running statistics instead of taking those of each batch: for few images or small batches.</source>
        <translation>배치 정규화가 배치마다의 통계 대신 이동 통계를 그대로 씁니다. 이미지가 적거나 배치가 작을 때 알맞습니다.</translation>
    </message>
    <message>
        <source>P&amp;atience, epochs</source>
        <translation>조기 종료 에폭(&amp;A)</translation>
    </message>
    <message>
        <source>Ends the training when so many epochs were no better on the held-out images than the best before them; 0: never.</source>
        <translation>이만큼의 에폭이 홀드아웃 이미지에서 그 전의 최고보다 나아지지 않으면 학습을 끝냅니다. 0: 끝내지 않음.</translation>
    </message>
    <message>
        <source>Distance to the &amp;original</source>
        <translation>원본과의 거리(&amp;O)</translation>
    </message>
    <message>
        <source>Weight of the distance to the logits of the network that the line began with, added to the loss: T² times the KL divergence of the softmax outputs at temperature T; 0: none.</source>
        <translation>계열이 시작된 네트워크의 로짓과의 거리를 손실에 더할 때의 가중치입니다. 거리는 온도 T에서의 소프트맥스 출력의 KL 발산에 T²를 곱한 것입니다. 0: 더하지 않음.</translation>
    </message>
    <message>
        <source>Softenin&amp;g temperature</source>
        <translation>증류 온도(&amp;G)</translation>
    </message>
    <message>
        <source>Divides the logits of both before that softmax: larger values look at small outputs, too.</source>
        <translation>그 소프트맥스 전에 둘의 로짓을 나누는 값입니다. 클수록 작은 출력도 봅니다.</translation>
    </message>
    <message>
        <source>&amp;Held-out images</source>
        <translation>홀드아웃 이미지(&amp;H)</translation>
    </message>
    <message>
        <source>Images of train, held out of training, by which a cut&apos;s size is chosen; the test images measure the chosen one.</source>
        <translation>학습에서 떼어 둔 학습 분할의 이미지이며, 이것으로 절감의 크기를 고릅니다. 고른 것은 테스트 이미지로 측정합니다.</translation>
    </message>
    <message>
        <source>&amp;Recalibration images</source>
        <translation>재보정 이미지(&amp;R)</translation>
    </message>
    <message>
        <source>Training images on which the batch normalisations of a cut network are estimated anew; 0 measures cuts as they are.</source>
        <translation>절감한 네트워크의 배치 정규화를 다시 추정하는 학습 이미지입니다. 0이면 절감한 그대로 측정합니다.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Kernels are fastest where the number of channels is a multiple of 8; widths are rounded up.</source>
        <translation>채널 수가 8의 배수일 때 커널이 가장 빠릅니다. 너비를 올려 맞춥니다.</translation>
    </message>
</context>
</TS>
