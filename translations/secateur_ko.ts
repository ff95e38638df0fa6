<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>RecipeFields</name>
    <message>
        <source>&amp;Keep as recipe</source>
        <translation>레시피로 저장(&amp;K)</translation>
    </message>
    <message>
        <source>A name under which the study keeps these settings; empty: they are used once.</source>
        <translation>스터디에 이 설정을 저장할 이름입니다. 비워 두면 이번 한 번만 사용합니다.</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>직접 설정</translation>
    </message>
    <message>
        <source>Reci&amp;pe</source>
        <translation>레시피(&amp;P)</translation>
    </message>
    <message>
        <source>Settings under a name: choosing one fills in all of them. A result can be made again from its recipe.</source>
        <translation>이름이 붙은 설정입니다. 하나를 고르면 모든 항목이 채워집니다. 결과는 레시피로 다시 만들 수 있습니다.</translation>
    </message>
    <message>
        <source>“%1” is the name of a recipe that every study has.</source>
        <translation>“%1”은(는) 모든 스터디에 있는 레시피의 이름입니다.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>No layer</source>
        <translation>레이어 없음</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Layers whose range can be chosen, in the order in which they run.</source>
        <translation>범위를 고를 수 있는 레이어이며, 실행되는 순서대로 나열됩니다.</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>Who chooses the range that quantization gives this layer: you, or a rule of the recipe.</source>
        <translation>양자화가 이 레이어에 주는 범위를 누가 고르는지 나타냅니다. 사용자이거나 레시피의 규칙입니다.</translation>
    </message>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>Signal to quantization noise ratio with this range; the lowest suffer most.</source>
        <translation>이 범위에서의 신호 대 양자화 잡음비입니다. 가장 낮은 레이어가 가장 큰 영향을 받습니다.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Who chooses the range.</source>
        <translation>범위를 고르는 주체입니다.</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>하한</translation>
    </message>
    <message>
        <source>The smallest real number that the integers stand for.</source>
        <translation>정수가 나타내는 가장 작은 실수입니다.</translation>
    </message>
    <message>
        <source>High</source>
        <translation>상한</translation>
    </message>
    <message>
        <source>The largest real number that the integers stand for.</source>
        <translation>정수가 나타내는 가장 큰 실수입니다.</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>클리핑됨</translation>
    </message>
    <message>
        <source>Share of the values outside the range: they become its ends.</source>
        <translation>범위를 벗어난 값의 비율입니다. 이 값들은 범위의 양 끝값이 됩니다.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>스케일</translation>
    </message>
    <message>
        <source>Real numbers between two neighbouring integers; per channel from the finest to the coarsest.</source>
        <translation>이웃한 두 정수 사이의 실수 간격입니다. 채널별인 경우 가장 촘촘한 것부터 가장 성긴 것까지입니다.</translation>
    </message>
    <message>
        <source>Zero point</source>
        <translation>영점</translation>
    </message>
    <message>
        <source>The integer that stands for the real number 0.</source>
        <translation>실수 0을 나타내는 정수입니다.</translation>
    </message>
    <message>
        <source>Signal to quantization noise ratio: the power of the values over the power of the error that rounding and clipping make, estimated from the histogram. Higher is better; 6 dB are one bit.</source>
        <translation>신호 대 양자화 잡음비: 값의 세기를 반올림과 클리핑이 만드는 오차의 세기로 나눈 것으로, 히스토그램에서 추정합니다. 높을수록 좋으며 6 dB가 1비트에 해당합니다.</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Takes this range.</source>
        <translation>이 범위를 사용합니다.</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>What was started, in the order of starting.</source>
        <translation>시작한 작업이며, 시작한 순서대로 나열됩니다.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Whether the job waits, runs or has ended, and which stage of it runs.</source>
        <translation>작업이 대기 중인지, 실행 중인지, 끝났는지, 그리고 어느 단계가 실행 중인지 나타냅니다.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행률</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>How fast the current stage goes, averaged over about the last 10 seconds.</source>
        <translation>현재 단계의 진행 속도이며, 최근 약 10초의 평균입니다.</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>남은 시간</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>경과 시간</translation>
    </message>
    <message>
        <source>How long the job has been running, without the time it waited.</source>
        <translation>작업이 실행된 시간이며, 대기한 시간은 뺍니다.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>What came out; all of it is on the pages.</source>
        <translation>나온 결과입니다. 전체 결과는 각 페이지에 있습니다.</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>스터디</translation>
    </message>
    <message>
        <source>What it works on, also when another one is looked at.</source>
        <translation>작업 대상인 스터디입니다. 다른 스터디를 보고 있을 때도 그대로입니다.</translation>
    </message>
    <message>
        <source>Name of the layer, as in PyTorch&apos;s state_dict.</source>
        <translation>레이어의 이름이며, PyTorch의 state_dict와 같습니다.</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>The block of the drawing that the layer belongs to.</source>
        <translation>레이어가 속한, 그림의 블록입니다.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>The operation; 3x3 dw/2 is a depthwise 3x3 convolution of stride 2.</source>
        <translation>연산입니다. 3x3 dw/2는 스트라이드가 2인 3x3 depthwise 합성곱입니다.</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>What the layer does in its block: expand, depthwise, project, shortcut.</source>
        <translation>블록 안에서 레이어가 하는 일입니다: expand, depthwise, project, shortcut.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Shape of the output for one image: channels x height x width.</source>
        <translation>이미지 한 장에 대한 출력의 크기입니다: 채널 x 높이 x 너비.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Trainable numbers of the layer.</source>
        <translation>레이어의 학습 가능한 수의 개수입니다.</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MACs</translation>
    </message>
    <message>
        <source>Multiply-accumulate operations for one image.</source>
        <translation>이미지 한 장에 대한 곱셈-누산 연산의 수입니다.</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>Share of the weights that are exactly zero.</source>
        <translation>정확히 0인 가중치의 비율입니다.</translation>
    </message>
    <message>
        <source>Safe ratio</source>
        <translation>안전 비율</translation>
    </message>
    <message>
        <source>Largest measured share of the weights that can be pruned within the tolerance; the larger, the more robust.</source>
        <translation>허용치 안에서 가지치기할 수 있는 것으로 측정된 가장 큰 가중치 비율입니다. 클수록 강건합니다.</translation>
    </message>
    <message>
        <source>INT8 weight SQNR</source>
        <translation>INT8 가중치 SQNR</translation>
    </message>
    <message>
        <source>Signal-to-quantization-noise ratio of the weights in INT8; the larger, the smaller the error.</source>
        <translation>INT8 가중치의 신호 대 양자화 잡음비입니다. 클수록 오차가 작습니다.</translation>
    </message>
    <message>
        <source>A convolution or linear layer.</source>
        <translation>합성곱 레이어 또는 선형 레이어입니다.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Elements of the layer&apos;s weight tensor.</source>
        <translation>레이어의 가중치 텐서에 있는 원소의 수입니다.</translation>
    </message>
    <message>
        <source>The largest measured ratio up to which the drop stays within the tolerance, this layer pruned alone.</source>
        <translation>이 레이어만 가지치기했을 때 하락이 허용치 안에 머무르는, 측정된 가장 큰 비율입니다.</translation>
    </message>
    <message>
        <source>Plan ratio</source>
        <translation>계획 비율</translation>
    </message>
    <message>
        <source>The share of the layer&apos;s weights that the plan prunes: the safe ratio, what the budget proposes, or what you type.</source>
        <translation>계획이 가지치기하는 이 레이어의 가중치 비율입니다. 안전 비율이거나, 예산이 제안하는 값이거나, 직접 입력한 값입니다.</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>Weights kept: those that the plan leaves nonzero.</source>
        <translation>유지되는 가중치, 곧 계획이 0이 아닌 채로 남기는 가중치입니다.</translation>
    </message>
    <message>
        <source>What the layer does in its block.</source>
        <translation>블록 안에서 레이어가 하는 일입니다.</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Milliseconds for one image on one core, with what the layer&apos;s kernel does besides; by the study&apos;s latest profile.</source>
        <translation>코어 하나에서 이미지 한 장에 걸리는 밀리초이며, 레이어의 커널이 함께 하는 일을 포함합니다. 스터디의 가장 최근 측정입니다.</translation>
    </message>
    <message>
        <source>Of the time</source>
        <translation>시간 비율</translation>
    </message>
    <message>
        <source>Share of the network&apos;s time.</source>
        <translation>네트워크 시간에서 차지하는 비율입니다.</translation>
    </message>
    <message>
        <source>INT8 speed-up</source>
        <translation>INT8 속도 향상</translation>
    </message>
    <message>
        <source>Time in FP32 over time in INT8, of networks that were timed side by side.</source>
        <translation>나란히 잰 네트워크들의, FP32 시간을 INT8 시간으로 나눈 것입니다.</translation>
    </message>
    <message>
        <source>How much of the job is done; of one that knows only its stage, of that.</source>
        <translation>작업이 얼마나 진행되었는지 나타냅니다. 단계만 알 수 있는 작업이면 그 단계의 진행 정도입니다.</translation>
    </message>
    <message>
        <source>Estimated time until the job ends, or its stage where only that is known.</source>
        <translation>작업이 끝날 때까지의 예상 시간입니다. 단계만 알 수 있으면 그 단계가 끝날 때까지입니다.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>불러오기</translation>
    </message>
    <message>
        <source>The share of the current stage&apos;s time that goes to reading and decoding images. Much of it becomes less with images kept in memory or on disk: Edit, Preferences.</source>
        <translation>현재 단계의 시간 중 이미지를 읽고 디코딩하는 데 드는 비율입니다. 크면 이미지를 메모리나 디스크에 보관해 줄일 수 있습니다(편집, 환경설정).</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>cannot write the export</source>
        <translation>내보낸 파일을 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>no format for this file name</source>
        <translation>이 파일 이름에 맞는 형식이 없습니다</translation>
    </message>
    <message>
        <source>png, svg, pdf or csv</source>
        <translation>png, svg, pdf 또는 csv</translation>
    </message>
    <message>
        <source>there is nothing to export yet</source>
        <translation>아직 내보낼 것이 없습니다</translation>
    </message>
    <message>
        <source>%1 minus %2</source>
        <translation>%1 빼기 %2</translation>
    </message>
    <message>
        <source>%1: images of each class (row) by prediction (column)</source>
        <translation>%1: 클래스별(행) 예측별(열) 이미지 수</translation>
    </message>
    <message>
        <source>%1 predicted as %2: %3 of %4 images%5</source>
        <translation>%1을(를) %2(으)로 예측: %4장 중 %3장%5</translation>
    </message>
    <message>
        <source>%1, %2 with %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>the data set has no image %1</source>
        <translation>데이터 세트에 이미지 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>Variants; top-1 on %1 %2 images</source>
        <translation>변형 네트워크; %1 이미지 %2장에서의 top-1</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>변형 네트워크</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>%1, %2, %3 sparse</source>
        <translation>%1, %2, 희소성 %3</translation>
    </message>
    <message>
        <source>“%1” is not a number; write %2.</source>
        <translation>“%1”은(는) 숫자가 아닙니다. %2와 같이 쓰십시오.</translation>
    </message>
    <message>
        <source>bits as 8 6 4</source>
        <translation>비트 수를 8 6 4</translation>
    </message>
    <message>
        <source>shares as 0.3 0.5 0.7</source>
        <translation>비율을 0.3 0.5 0.7</translation>
    </message>
    <message>
        <source>%1 is not a number of bits: a whole number from 2 to 8.</source>
        <translation>%1은(는) 비트 수가 아닙니다. 2에서 8까지의 정수여야 합니다.</translation>
    </message>
    <message>
        <source>%1 is not a share: at least 0 and below 1, as 0.7 for 70 %.</source>
        <translation>%1은(는) 비율이 아닙니다. 0 이상 1 미만이어야 합니다(0.7은 70 %).</translation>
    </message>
    <message>
        <source>%1 is there twice.</source>
        <translation>%1이(가) 두 번 있습니다.</translation>
    </message>
    <message>
        <source>These are more than %1 levels.</source>
        <translation>수준이 %1개를 넘습니다.</translation>
    </message>
    <message>
        <source>Give at least one number of bits, as 4.</source>
        <translation>비트 수를 하나 이상 입력하십시오(예: 4).</translation>
    </message>
    <message>
        <source>Give at least one share, as 0.5.</source>
        <translation>비율을 하나 이상 입력하십시오(예: 0.5).</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>“%1” is an INT8 network; choose the FP32 network that it came from.</source>
        <translation>“%1”은(는) INT8 네트워크입니다. 이 네트워크의 바탕이 된 FP32 네트워크를 고르십시오.</translation>
    </message>
    <message>
        <source> A moment.</source>
        <translation> 금방 끝납니다.</translation>
    </message>
    <message>
        <source> About %1.</source>
        <translation> 약 %1 걸립니다.</translation>
    </message>
    <message>
        <source>the folder cannot be made</source>
        <translation>폴더를 만들 수 없습니다</translation>
    </message>
    <message>
        <source>the folder holds other files; move it away</source>
        <translation>폴더에 다른 파일이 있습니다. 다른 곳으로 옮기십시오</translation>
    </message>
    <message>
        <source>no such folder, or an empty one</source>
        <translation>그런 폴더가 없거나 비어 있습니다</translation>
    </message>
    <message>
        <source>the folder cannot be renamed</source>
        <translation>폴더 이름을 바꿀 수 없습니다</translation>
    </message>
    <message>
        <source>the archive lacks a file of CIFAR-10</source>
        <translation>압축 파일에 CIFAR-10의 파일 하나가 빠져 있습니다</translation>
    </message>
    <message>
        <source>the archive is damaged</source>
        <translation>압축 파일이 손상되었습니다</translation>
    </message>
    <message>
        <source>the archive holds a file twice</source>
        <translation>압축 파일에 같은 파일이 두 번 들어 있습니다</translation>
    </message>
    <message>
        <source>the archive holds a file of another size</source>
        <translation>압축 파일에 크기가 다른 파일이 있습니다</translation>
    </message>
    <message>
        <source>%1 bytes at most</source>
        <translation>최대 %1바이트</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1바이트</translation>
    </message>
    <message>
        <source>%1 of %2 bytes</source>
        <translation>%2바이트 중 %1바이트</translation>
    </message>
    <message>
        <source>the archive ends too early</source>
        <translation>압축 파일이 도중에 끝납니다</translation>
    </message>
    <message>
        <source>there is no such archive</source>
        <translation>그런 압축 파일이 없습니다</translation>
    </message>
    <message>
        <source>clip %1 to %2</source>
        <translation>%1에서 %2까지로 클리핑</translation>
    </message>
    <message>
        <source>set %1 back to automatic</source>
        <translation>%1을(를) 자동으로 되돌리기</translation>
    </message>
    <message>
        <source>scale %1</source>
        <translation>스케일 %1</translation>
    </message>
    <message>
        <source>scales %1 to %2</source>
        <translation>스케일 %1 ~ %2</translation>
    </message>
    <message>
        <source>clipped %1</source>
        <translation>클리핑 %1</translation>
    </message>
    <message>
        <source>zero point %1</source>
        <translation>영점 %1</translation>
    </message>
    <message>
        <source>SQNR ≈ %1</source>
        <translation>SQNR ≈ %1</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>%1, activations on %2 train images</source>
        <translation>%1, 학습 이미지 %2장에서의 활성화</translation>
    </message>
    <message>
        <source>ranges of the INT8 network, over the values of %1</source>
        <translation>INT8 네트워크의 범위, 값은 %1의 것</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>min-max</source>
        <translation>최소-최대</translation>
    </message>
    <message>
        <source>percentile %1</source>
        <translation>백분위수 %1</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>entropy (KL)</source>
        <translation>엔트로피(KL)</translation>
    </message>
    <message>
        <source>moving average</source>
        <translation>이동 평균</translation>
    </message>
    <message>
        <source>ReLU6</source>
        <translation>ReLU6</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>활성화</translation>
    </message>
    <message>
        <source>From the smallest to the largest value: nothing is clipped.</source>
        <translation>가장 작은 값부터 가장 큰 값까지이며, 아무것도 클리핑하지 않습니다.</translation>
    </message>
    <message>
        <source>Leaves out the rarest values at the ends.</source>
        <translation>양 끝의 가장 드문 값들을 제외합니다.</translation>
    </message>
    <message>
        <source>The least mean squared error of rounding and clipping, under one scale for the whole tensor.</source>
        <translation>텐서 전체에 스케일 하나를 쓸 때, 반올림과 클리핑의 평균 제곱 오차가 가장 작은 범위입니다.</translation>
    </message>
    <message>
        <source>The least divergence (KL) between the values&apos; distribution and what is left of it.</source>
        <translation>값의 분포와 거기서 남는 분포 사이의 발산(KL)이 가장 작은 범위입니다.</translation>
    </message>
    <message>
        <source>The batches&apos; extremes, each new batch moving the last ones a little.</source>
        <translation>배치들의 양 끝값이며, 새 배치마다 이전 값을 조금씩 움직입니다.</translation>
    </message>
    <message>
        <source>ReLU6 gives nothing outside [0, 6].</source>
        <translation>ReLU6은 [0, 6]을 벗어나는 값을 내지 않습니다.</translation>
    </message>
    <message>
        <source>What the recipe gives this layer, and why.</source>
        <translation>레시피가 이 레이어에 주는 범위와 그 이유입니다.</translation>
    </message>
    <message>
        <source>The range of the handles and the fields.</source>
        <translation>핸들과 입력란이 정하는 범위입니다.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ~ %2</translation>
    </message>
    <message>
        <source>%1 (automatic)</source>
        <translation>%1(자동)</translation>
    </message>
    <message>
        <source>● by hand</source>
        <translation>● 직접 지정</translation>
    </message>
    <message>
        <source>%1: clipped to %2</source>
        <translation>%1: %2(으)로 클리핑</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2, %3 bits, one scale a channel</source>
        <translation>%1, %2, %3비트, 채널마다 스케일 하나</translation>
    </message>
    <message>
        <source>%1, %2, %3 bits</source>
        <translation>%1, %2, %3비트</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>직접 지정</translation>
    </message>
    <message>
        <source>extremes</source>
        <translation>양 끝값</translation>
    </message>
    <message>
        <source>group of %1</source>
        <translation>%1의 그룹</translation>
    </message>
    <message>
        <source>%1, scale %2: %3</source>
        <translation>%1, 스케일 %2: %3</translation>
    </message>
    <message>
        <source>%1, scale %2, zero point %3: %4</source>
        <translation>%1, 스케일 %2, 영점 %3: %4</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>취소하는 중…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>%1 for this job; close other programs or choose smaller batches or images</source>
        <translation>이 작업에 대한 오류: %1. 다른 프로그램을 닫거나, 더 작은 배치나 이미지를 고르십시오</translation>
    </message>
    <message>
        <source>the job failed with an exception of an unknown type</source>
        <translation>알 수 없는 종류의 예외로 작업이 실패했습니다</translation>
    </message>
    <message>
        <source>%1.
Computing jobs run one at a time, because each takes every core.</source>
        <translation>%1.
계산 작업은 모든 코어를 쓰므로 한 번에 하나씩 실행됩니다.</translation>
    </message>
    <message>
        <source>%1.
Jobs that read and write files run one at a time, beside the computing ones.</source>
        <translation>%1.
파일을 읽고 쓰는 작업은 계산 작업과 나란히, 한 번에 하나씩 실행됩니다.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1분 %2초</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 %2/s</source>
        <translation>%1 %2/s</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 / %2 %3</translation>
    </message>
    <message>
        <source>Running: %1</source>
        <translation>실행 중: %1</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Train accuracy</source>
        <translation>학습 정확도</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>홀드아웃 정확도</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>fc</source>
        <translation>fc</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>avg</source>
        <translation>avg</translation>
    </message>
    <message>
        <source>bn</source>
        <translation>bn</translation>
    </message>
    <message>
        <source>pad</source>
        <translation>pad</translation>
    </message>
    <message>
        <source>ch</source>
        <translation>ch</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>scale</translation>
    </message>
    <message>
        <source>ln</source>
        <translation>ln</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>%1에서</translation>
    </message>
    <message>
        <source>from %1 blocks</source>
        <translation>블록 %1개에서</translation>
    </message>
    <message>
        <source>Parameters of the layer</source>
        <translation>레이어의 파라미터</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>MACs of the layer, one image</source>
        <translation>레이어의 MACs, 이미지 한 장</translation>
    </message>
    <message>
        <source>Sparsity: weights that are zero</source>
        <translation>희소성: 0인 가중치</translation>
    </message>
    <message>
        <source>Largest safe pruning ratio</source>
        <translation>안전한 최대 가지치기 비율</translation>
    </message>
    <message>
        <source>the larger, the more robust</source>
        <translation>클수록 강건함</translation>
    </message>
    <message>
        <source>SQNR of the INT8 weights, dB</source>
        <translation>INT8 가중치의 SQNR, dB</translation>
    </message>
    <message>
        <source>the larger, the smaller the error</source>
        <translation>클수록 오차가 작음</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MACs</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>민감도</translation>
    </message>
    <message>
        <source>Parameters: the trainable numbers of a layer, which make up the file&apos;s size.</source>
        <translation>파라미터: 레이어의 학습 가능한 수이며, 파일 크기를 결정합니다.</translation>
    </message>
    <message>
        <source>MACs: multiply-accumulate operations that one image costs in the layer.</source>
        <translation>MACs: 이미지 한 장이 레이어에서 필요로 하는 곱셈-누산 연산의 수입니다.</translation>
    </message>
    <message>
        <source>Sparsity: the share of a layer&apos;s weights that are exactly zero.</source>
        <translation>희소성: 레이어의 가중치 중 정확히 0인 것의 비율입니다.</translation>
    </message>
    <message>
        <source>Sensitivity: the largest share of a layer&apos;s weights that can be pruned within the tolerance; the larger, the more robust.</source>
        <translation>민감도: 허용치 안에서 가지치기할 수 있는 레이어 가중치의 최대 비율입니다. 클수록 강건합니다.</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>정확한 값</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>of these zero</source>
        <translation>이 중 0</translation>
    </message>
    <message>
        <source>Largest safe ratio</source>
        <translation>안전한 최대 비율</translation>
    </message>
    <message>
        <source>INT8 weight SQNR</source>
        <translation>INT8 가중치 SQNR</translation>
    </message>
    <message>
        <source>height: channels, to scale</source>
        <translation>높이: 채널 수에 비례</translation>
    </message>
    <message>
        <source>depthwise</source>
        <translation>depthwise</translation>
    </message>
    <message>
        <source>grouped</source>
        <translation>그룹</translation>
    </message>
    <message>
        <source>identity skip</source>
        <translation>항등 스킵</translation>
    </message>
    <message>
        <source>1x1 convolution skip</source>
        <translation>1x1 합성곱 스킵</translation>
    </message>
    <message>
        <source>branch with layers</source>
        <translation>레이어가 있는 가지</translation>
    </message>
    <message>
        <source>stride: resolution falls</source>
        <translation>스트라이드: 해상도 감소</translation>
    </message>
    <message>
        <source>wider than drawn</source>
        <translation>그림보다 넓음</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>아직 측정 안 됨</translation>
    </message>
    <message>
        <source>Legend of the network drawing</source>
        <translation>네트워크 그림의 범례</translation>
    </message>
    <message>
        <source>axis starts at %1, not at 0</source>
        <translation>축이 0이 아닌 %1에서 시작</translation>
    </message>
    <message>
        <source>Pruned ratio of the weights</source>
        <translation>가지치기한 가중치의 비율</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>&amp;Ratios</source>
        <translation>비율(&amp;R)</translation>
    </message>
    <message>
        <source>Shares of the weights set to zero, one measured point each: 0.7 is 70 %.</source>
        <translation>0으로 만드는 가중치의 비율이며, 하나마다 한 점을 측정합니다. 0.7은 70 %입니다.</translation>
    </message>
    <message>
        <source>0.7 for 70 %</source>
        <translation>0.7 (70 %)</translation>
    </message>
    <message>
        <source>nothing pruned</source>
        <translation>가지치기 없음</translation>
    </message>
    <message>
        <source>safe %1</source>
        <translation>안전 %1</translation>
    </message>
    <message>
        <source>Bits of a weight (fewer to the right)</source>
        <translation>가중치의 비트 수(오른쪽일수록 적음)</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>&amp;Bits</source>
        <translation>비트 수(&amp;B)</translation>
    </message>
    <message>
        <source>Numbers of bits from 8 down to 2, one measured point each.</source>
        <translation>8에서 2까지의 비트 수이며, 하나마다 한 점을 측정합니다.</translation>
    </message>
    <message>
        <source>4 for 4 bits</source>
        <translation>4 (4비트)</translation>
    </message>
    <message>
        <source>no weight changed</source>
        <translation>바뀐 가중치 없음</translation>
    </message>
    <message>
        <source>safe from %1 bits</source>
        <translation>%1비트부터 안전</translation>
    </message>
    <message>
        <source>no safe number of bits</source>
        <translation>안전한 비트 수 없음</translation>
    </message>
    <message>
        <source>Bits of an activation (fewer to the right)</source>
        <translation>활성화의 비트 수(오른쪽일수록 적음)</translation>
    </message>
    <message>
        <source>no output changed</source>
        <translation>바뀐 출력 없음</translation>
    </message>
    <message>
        <source>Share of the output&apos;s range that is cut off</source>
        <translation>출력 범위에서 잘라 내는 비율</translation>
    </message>
    <message>
        <source>clipped share</source>
        <translation>클리핑 비율</translation>
    </message>
    <message>
        <source>Clipped sha&amp;res</source>
        <translation>클리핑 비율(&amp;R)</translation>
    </message>
    <message>
        <source>Shares of the output&apos;s range cut off at both ends, one measured point each: 0.2 leaves the inner 80 %.</source>
        <translation>출력 범위의 양 끝에서 잘라 내는 비율이며, 하나마다 한 점을 측정합니다. 0.2는 안쪽 80 %를 남깁니다.</translation>
    </message>
    <message>
        <source>0.2 for 20 % cut off</source>
        <translation>0.2 (20 % 잘라 냄)</translation>
    </message>
    <message>
        <source>nothing clipped</source>
        <translation>클리핑 없음</translation>
    </message>
    <message>
        <source>Share of the channels that is taken out</source>
        <translation>제거하는 채널의 비율</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Sha&amp;res</source>
        <translation>비율(&amp;R)</translation>
    </message>
    <message>
        <source>Shares of a group&apos;s channels taken out, one measured point each: 0.5 is half of them.</source>
        <translation>그룹에서 제거하는 채널의 비율이며, 하나마다 한 점을 측정합니다. 0.5는 절반입니다.</translation>
    </message>
    <message>
        <source>0.5 for 50 %</source>
        <translation>0.5 (50 %)</translation>
    </message>
    <message>
        <source>no channel went</source>
        <translation>제거된 채널 없음</translation>
    </message>
    <message>
        <source>≤ %1</source>
        <translation>≤ %1</translation>
    </message>
    <message>
        <source>≥ %1</source>
        <translation>≥ %1</translation>
    </message>
    <message>
        <source>given masks</source>
        <translation>주어진 마스크</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>레이어별</translation>
    </message>
    <message>
        <source>by block</source>
        <translation>블록별</translation>
    </message>
    <message>
        <source>by role</source>
        <translation>역할별</translation>
    </message>
    <message>
        <source>equal everywhere</source>
        <translation>모든 곳에서 같음</translation>
    </message>
    <message>
        <source>at most %1 step off in %2 outputs</source>
        <translation>출력 %2개에서 최대 %1단계 차이</translation>
    </message>
    <message>
        <source>at most %1 steps off in %2 outputs</source>
        <translation>출력 %2개에서 최대 %1단계 차이</translation>
    </message>
    <message>
        <source>no sum would saturate in 16 bits</source>
        <translation>16비트에서 포화되는 합 없음</translation>
    </message>
    <message>
        <source>%1 sums saturate</source>
        <translation>합 %1개가 포화됨</translation>
    </message>
    <message>
        <source>%1 sums would saturate in 16 bits (no VNNI)</source>
        <translation>16비트에서라면 합 %1개가 포화됨(VNNI 없음)</translation>
    </message>
    <message>
        <source>All layers quantized: drop %1 points on %2 images</source>
        <translation>모든 레이어 양자화: 이미지 %2장에서 하락 %1%p</translation>
    </message>
    <message>
        <source>%1 of %2 figures to come</source>
        <translation>수치 %2개 중 %1개 남음</translation>
    </message>
    <message>
        <source>; </source>
        <translation>; </translation>
    </message>
    <message>
        <source>Engine %1 on %2: %3</source>
        <translation>%2의 엔진 %1: %3</translation>
    </message>
    <message>
        <source>it saturates sums of two products</source>
        <translation>두 곱의 합이 포화됩니다</translation>
    </message>
    <message>
        <source>it does not saturate</source>
        <translation>포화되지 않습니다</translation>
    </message>
    <message>
        <source>Against the integer reference on %1 images: simulation %2, kernels %3; %4</source>
        <translation>이미지 %1장에서 정수 기준과 비교: 시뮬레이션 %2, 커널 %3; %4</translation>
    </message>
    <message>
        <source>Same class as the reference: simulation %1, kernels %2 of %3 images</source>
        <translation>기준과 같은 클래스: 이미지 %3장 중 시뮬레이션 %1, 커널 %2</translation>
    </message>
    <message>
        <source>%1, %2 networks, %3</source>
        <translation>%1, 네트워크 %2개, %3</translation>
    </message>
    <message>
        <source>Largest cuts that lose at most %1 points on %2 test images, in steps of %3 %</source>
        <translation>테스트 이미지 %2장에서 최대 %1%p를 잃는 가장 큰 절감, %3 % 간격</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모든</translation>
    </message>
    <message>
        <source>; again after %1 epoch(s) of fine-tuning on %2 images</source>
        <translation>; 이미지 %2장에서 %1에폭 미세 조정한 뒤 다시 측정</translation>
    </message>
    <message>
        <source>. Speeds with %1 workers on %2.</source>
        <translation>. 속도는 %2에서 작업자 %1개로 측정.</translation>
    </message>
    <message>
        <source>Accuracy drop (points)</source>
        <translation>정확도 하락(%p)</translation>
    </message>
    <message>
        <source>Top-1 accuracy (%)</source>
        <translation>Top-1 정확도(%)</translation>
    </message>
    <message>
        <source>other</source>
        <translation>기타</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>모든 레이어</translation>
    </message>
    <message>
        <source>All curves</source>
        <translation>모든 곡선</translation>
    </message>
    <message>
        <source>Everything that was measured.</source>
        <translation>측정한 모든 것입니다.</translation>
    </message>
    <message>
        <source>Selected layer</source>
        <translation>선택한 레이어</translation>
    </message>
    <message>
        <source>Selected curve</source>
        <translation>선택한 곡선</translation>
    </message>
    <message>
        <source>The curve of the layer that is selected, and of all layers together.</source>
        <translation>선택한 레이어의 곡선과 모든 레이어를 함께 처리한 곡선입니다.</translation>
    </message>
    <message>
        <source>Worst ten</source>
        <translation>가장 나쁜 10개</translation>
    </message>
    <message>
        <source>The ten curves that exceed the tolerance first, then those with the largest drop.</source>
        <translation>허용치를 가장 먼저 넘는 곡선 10개이며, 그다음은 하락이 가장 큰 곡선입니다.</translation>
    </message>
    <message>
        <source>The layers with the role %1.</source>
        <translation>역할이 %1인 레이어입니다.</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Set by hand; the safe ratio is %1. Delete takes yours back.</source>
        <translation>직접 지정했습니다. 안전 비율은 %1입니다. Delete 키로 지정을 취소합니다.</translation>
    </message>
    <message>
        <source>Set by hand; this layer&apos;s sensitivity is not measured.</source>
        <translation>직접 지정했습니다. 이 레이어의 민감도는 측정되지 않았습니다.</translation>
    </message>
    <message>
        <source>What loses least for the budget, by the curves. Edit it to plan another one.</source>
        <translation>곡선에 따라 예산 안에서 손실이 가장 적은 값입니다. 고치면 다른 값으로 계획합니다.</translation>
    </message>
    <message>
        <source>The safe ratio. Edit it to plan another one.</source>
        <translation>안전 비율입니다. 고치면 다른 값으로 계획합니다.</translation>
    </message>
    <message>
        <source>Not measured: the plan leaves this layer as it is.</source>
        <translation>측정되지 않음: 계획은 이 레이어를 그대로 둡니다.</translation>
    </message>
    <message>
        <source>The sweep pruned no weight of this layer, so it says nothing about it.</source>
        <translation>스윕이 이 레이어의 가중치를 가지치기하지 않았으므로 이 레이어에 대해 알 수 있는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Not measured.</source>
        <translation>측정되지 않았습니다.</translation>
    </message>
    <message>
        <source>Nothing larger was tried: more may be safe.</source>
        <translation>더 큰 값은 시도하지 않았습니다. 더 커도 안전할 수 있습니다.</translation>
    </message>
    <message>
        <source>* set by hand</source>
        <translation>* 직접 지정</translation>
    </message>
    <message>
        <source>All layers together</source>
        <translation>모든 레이어 함께</translation>
    </message>
    <message>
        <source>All groups together, by one ranking</source>
        <translation>모든 그룹 함께, 하나의 순위로</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>%1, the fewest tried</source>
        <translation>%1, 시도한 것 중 가장 적음</translation>
    </message>
    <message>
        <source>%1, the largest tried</source>
        <translation>%1, 시도한 것 중 가장 큼</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: this says nothing of the layer</source>
        <translation>%1: 이 레이어에 대해 알 수 있는 것이 없음</translation>
    </message>
    <message>
        <source>bounds</source>
        <translation>한계</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 신뢰 구간</translation>
    </message>
    <message>
        <source>accuracy %1 of %2 images</source>
        <translation>정확도 %1, 이미지 %2장</translation>
    </message>
    <message>
        <source>settled: no more images are needed</source>
        <translation>확정됨: 이미지가 더 필요하지 않습니다</translation>
    </message>
    <message>
        <source>not settled: more images are needed</source>
        <translation>확정되지 않음: 이미지가 더 필요합니다</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2, %3</translation>
    </message>
    <message>
        <source>%1, recalibrated on %2</source>
        <translation>%1, %2(으)로 재보정</translation>
    </message>
    <message>
        <source>%1, adaptive</source>
        <translation>%1, 적응형</translation>
    </message>
    <message>
        <source>%1 %2 images</source>
        <translation>%2 이미지 %1장</translation>
    </message>
    <message>
        <source>%1, all layers together</source>
        <translation>%1, 모든 레이어 함께</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <translation>%1, %3 중 %2</translation>
    </message>
    <message>
        <source>&amp;Start page</source>
        <translation>시작 페이지(&amp;S)</translation>
    </message>
    <message>
        <source>Other studies, the sample, and the ways in; what is open stays open.</source>
        <translation>다른 스터디, 예제, 시작하는 방법을 보여 줍니다. 열려 있는 것은 그대로 열려 있습니다.</translation>
    </message>
    <message>
        <source>&amp;New study…</source>
        <translation>새 스터디(&amp;N)…</translation>
    </message>
    <message>
        <source>Choose a network, its weights and its images.</source>
        <translation>네트워크와 가중치, 이미지를 고릅니다.</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a study or a checkpoint.</source>
        <translation>스터디나 체크포인트를 엽니다.</translation>
    </message>
    <message>
        <source>Open &amp;data folder…</source>
        <translation>데이터 폴더 열기(&amp;D)…</translation>
    </message>
    <message>
        <source>Open the labelled images that the network is measured on.</source>
        <translation>네트워크를 측정할, 레이블이 붙은 이미지를 엽니다.</translation>
    </message>
    <message>
        <source>Download the CIFAR-10 images from their home page (170 MB).</source>
        <translation>CIFAR-10 이미지를 공식 홈페이지에서 내려받습니다(170 MB).</translation>
    </message>
    <message>
        <source>Save a &amp;copy of the study…</source>
        <translation>스터디 사본 저장(&amp;C)…</translation>
    </message>
    <message>
        <source>Write all that the study holds into another file.</source>
        <translation>스터디에 있는 모든 것을 다른 파일에 씁니다.</translation>
    </message>
    <message>
        <source>Write the network that is looked at as ONNX or safetensors.</source>
        <translation>보고 있는 네트워크를 ONNX나 safetensors로 씁니다.</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>내보내기(&amp;E)…</translation>
    </message>
    <message>
        <source>Write plots as PNG, SVG or PDF, and their numbers as CSV.</source>
        <translation>그림을 PNG, SVG, PDF로, 그 수치를 CSV로 씁니다.</translation>
    </message>
    <message>
        <source>Export &amp;report…</source>
        <translation>보고서 내보내기(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>Close the window; what was measured is kept.</source>
        <translation>창을 닫습니다. 측정한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>&amp;Copy picture and numbers</source>
        <translation>그림과 수치 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the drawing of this page, and its numbers as text.</source>
        <translation>이 페이지의 그림을 복사하고, 수치를 텍스트로 함께 복사합니다.</translation>
    </message>
    <message>
        <source>&amp;Evaluate…</source>
        <translation>평가(&amp;E)…</translation>
    </message>
    <message>
        <source>Count how many test images the network gets right.</source>
        <translation>네트워크가 테스트 이미지를 몇 장 맞히는지 셉니다.</translation>
    </message>
    <message>
        <source>&amp;Sweep…</source>
        <translation>스윕(&amp;S)…</translation>
    </message>
    <message>
        <source>Measure how much of each layer can be pruned before accuracy falls.</source>
        <translation>정확도가 떨어지기 전까지 각 레이어를 얼마나 가지치기할 수 있는지 측정합니다.</translation>
    </message>
    <message>
        <source>&amp;Prune…</source>
        <translation>가지치기(&amp;P)…</translation>
    </message>
    <message>
        <source>Set the weights of least magnitude to zero.</source>
        <translation>크기가 가장 작은 가중치를 0으로 만듭니다.</translation>
    </message>
    <message>
        <source>Re&amp;calibrate…</source>
        <translation>재보정(&amp;C)…</translation>
    </message>
    <message>
        <source>Estimate the batch statistics anew after a cut, without training.</source>
        <translation>학습 없이, 가지치기한 뒤의 배치 통계를 다시 추정합니다.</translation>
    </message>
    <message>
        <source>&amp;Fine-tune…</source>
        <translation>미세 조정(&amp;F)…</translation>
    </message>
    <message>
        <source>Train the remaining weights a little, so that accuracy comes back.</source>
        <translation>남은 가중치를 조금 더 학습시켜 정확도를 되찾습니다.</translation>
    </message>
    <message>
        <source>&amp;Train…</source>
        <translation>학습(&amp;T)…</translation>
    </message>
    <message>
        <source>Train all weights with SGD.</source>
        <translation>모든 가중치를 SGD로 학습시킵니다.</translation>
    </message>
    <message>
        <source>&amp;Quantize…</source>
        <translation>양자화(&amp;Q)…</translation>
    </message>
    <message>
        <source>Make the network compute with 8-bit integers (post-training).</source>
        <translation>네트워크가 8비트 정수로 계산하게 만듭니다(학습 후 양자화, PTQ).</translation>
    </message>
    <message>
        <source>Quantization-aware trainin&amp;g…</source>
        <translation>양자화 인식 학습(&amp;G)…</translation>
    </message>
    <message>
        <source>Train with fake quantization, so that the INT8 network loses less.</source>
        <translation>가짜 양자화를 넣고 학습시켜 INT8 네트워크의 손실을 줄입니다.</translation>
    </message>
    <message>
        <source>&amp;Layer errors…</source>
        <translation>레이어 오차(&amp;L)…</translation>
    </message>
    <message>
        <source>Measure which layer&apos;s quantization costs what.</source>
        <translation>어느 레이어의 양자화가 얼마나 손실을 주는지 측정합니다.</translation>
    </message>
    <message>
        <source>&amp;Run pipeline…</source>
        <translation>파이프라인 실행(&amp;R)…</translation>
    </message>
    <message>
        <source>Evaluate, sweep, prune, fine-tune and quantize, one after the other.</source>
        <translation>평가, 스윕, 가지치기, 미세 조정, 양자화를 차례로 실행합니다.</translation>
    </message>
    <message>
        <source>S&amp;hrink…</source>
        <translation>축소(&amp;H)…</translation>
    </message>
    <message>
        <source>Find the smallest network within a tolerance, without training.</source>
        <translation>허용치 안에서 가장 작은 네트워크를 학습 없이 찾습니다.</translation>
    </message>
    <message>
        <source>&amp;Measure speed…</source>
        <translation>속도 측정(&amp;M)…</translation>
    </message>
    <message>
        <source>Let all networks of the study take turns, so that their images/s can be compared.</source>
        <translation>스터디의 모든 네트워크를 번갈아 실행하여 초당 이미지 수를 비교할 수 있게 합니다.</translation>
    </message>
    <message>
        <source>Stop what is running and queued; what was measured is kept.</source>
        <translation>실행 중이거나 대기 중인 작업을 멈춥니다. 측정한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>환경설정(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Help on this page</source>
        <translation>이 페이지 도움말(&amp;H)</translation>
    </message>
    <message>
        <source>The chapter of the manual about the page in front.</source>
        <translation>앞에 있는 페이지를 다루는 설명서의 장입니다.</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>설명서(&amp;M)</translation>
    </message>
    <message>
        <source>The whole manual: the work in its order, methods, files, words.</source>
        <translation>설명서 전체입니다: 작업 순서, 방법, 파일, 용어.</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>키보드 단축키(&amp;K)</translation>
    </message>
    <message>
        <source>Every command that has keys.</source>
        <translation>단축키가 있는 모든 명령입니다.</translation>
    </message>
    <message>
        <source>&amp;About Secateur</source>
        <translation>Secateur 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence.</source>
        <translation>버전과 라이선스입니다.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>데스크톱 설정에 따름</translation>
    </message>
    <message>
        <source>cannot make the folder of the export</source>
        <translation>내보낼 폴더를 만들 수 없습니다</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정에 따름</translation>
    </message>
    <message>
        <source>%1 of %2 %3 images right</source>
        <translation>%3 이미지 %2장 중 %1장 정답</translation>
    </message>
    <message>
        <source>drop %1 points</source>
        <translation>하락 %1%p</translation>
    </message>
    <message>
        <source>Not measured on test images yet (F5).</source>
        <translation>아직 테스트 이미지로 측정하지 않았습니다(F5).</translation>
    </message>
    <message>
        <source>made %1</source>
        <translation>%1에 만듦</translation>
    </message>
    <message>
        <source> M</source>
        <translation> M</translation>
    </message>
    <message>
        <source>%1 images/s on 1 core</source>
        <translation>코어 1개에서 초당 이미지 %1장</translation>
    </message>
    <message>
        <source>%1 images/s on %2 cores</source>
        <translation>코어 %2개에서 초당 이미지 %1장</translation>
    </message>
    <message>
        <source>There is no %1.</source>
        <translation>%1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>%1 is none of what Secateur opens: a study (*.secateur), a network (ONNX, PyTorch&apos;s .pth or .pt, or .safetensors), or a folder of images.</source>
        <translation>%1은(는) Secateur가 여는 것이 아닙니다. 스터디(*.secateur), 네트워크(ONNX, PyTorch의 .pth나 .pt, 또는 .safetensors), 이미지 폴더를 열 수 있습니다.</translation>
    </message>
    <message>
        <source>Nothing opened yet</source>
        <translation>아직 연 것이 없음</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>The study&apos;s own file cannot be used, so this study is in memory: what is measured is lost when the window closes, unless you save a copy (File). %1</source>
        <translation>스터디의 파일을 쓸 수 없어 이 스터디는 메모리에 있습니다. 사본을 저장하지 않으면(파일 메뉴) 창을 닫을 때 측정한 것이 사라집니다. %1</translation>
    </message>
    <message>
        <source>This study cannot be written: what is measured now is lost when the window closes.</source>
        <translation>이 스터디에는 쓸 수 없습니다. 지금 측정하는 것은 창을 닫으면 사라집니다.</translation>
    </message>
    <message>
        <source>there is no such study</source>
        <translation>그런 스터디가 없습니다</translation>
    </message>
    <message>
        <source>there is a file of this name already</source>
        <translation>같은 이름의 파일이 이미 있습니다</translation>
    </message>
    <message>
        <source>a new name, or File, Open</source>
        <translation>새 이름, 또는 파일 메뉴의 열기</translation>
    </message>
    <message>
        <source>Threads, counts of images, the folder of studies, colours, language.</source>
        <translation>스레드, 이미지 수, 스터디 폴더, 색, 언어를 정합니다.</translation>
    </message>
    <message>
        <source>Export net&amp;work…</source>
        <translation>네트워크 내보내기(&amp;W)…</translation>
    </message>
    <message>
        <source>Cancel all &amp;jobs</source>
        <translation>모든 작업 취소(&amp;J)</translation>
    </message>
    <message>
        <source>Open recen&amp;t</source>
        <translation>최근 항목 열기(&amp;T)</translation>
    </message>
    <message>
        <source>Milliseconds for one image</source>
        <translation>이미지 한 장의 밀리초</translation>
    </message>
    <message>
        <source>Time in FP32 over time in INT8</source>
        <translation>FP32 시간 / INT8 시간</translation>
    </message>
    <message>
        <source>below 1: INT8 is slower</source>
        <translation>1 미만: INT8이 더 느림</translation>
    </message>
    <message>
        <source>INT8 error</source>
        <translation>INT8 오차</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>INT8 speed-up</source>
        <translation>INT8 속도 향상</translation>
    </message>
    <message>
        <source>INT8 error: signal-to-quantization-noise ratio of the layer&apos;s weights in INT8; the larger, the smaller the error.</source>
        <translation>INT8 오차: INT8로 바꾼 레이어 가중치의 신호 대 양자화 잡음비입니다. 클수록 오차가 작습니다.</translation>
    </message>
    <message>
        <source>Time: milliseconds of the layer for one image, with what its kernel does besides (Run, Time per layer).</source>
        <translation>시간: 이미지 한 장에 레이어가 쓰는 밀리초이며, 커널이 함께 하는 일을 포함합니다(실행 메뉴의 레이어별 시간).</translation>
    </message>
    <message>
        <source>INT8 speed-up: time of the layer in FP32 over its time in INT8, both timed side by side (Run, Time per layer).</source>
        <translation>INT8 속도 향상: 레이어의 FP32 시간을 INT8 시간으로 나눈 것이며, 둘을 나란히 잽니다(실행 메뉴의 레이어별 시간).</translation>
    </message>
    <message>
        <source>Time per la&amp;yer…</source>
        <translation>레이어별 시간(&amp;Y)…</translation>
    </message>
    <message>
        <source>Measure where the time goes, layer by layer, and why INT8 is not faster.</source>
        <translation>시간이 어디에 쓰이는지 레이어별로 측정하고, INT8이 왜 더 빠르지 않은지 알려 줍니다.</translation>
    </message>
    <message>
        <source>Largest cuts that lose at most %1 points on at most %2 held-out images, in steps of %3 %, then measured on %4 test images</source>
        <translation>최대 %2장의 홀드아웃 이미지에서 최대 %1%p를 잃는 가장 큰 절감(%3 % 간격), 이어서 테스트 이미지 %4장으로 측정</translation>
    </message>
    <message>
        <source>; recalibrated on %1 images</source>
        <translation>; 이미지 %1장으로 재보정</translation>
    </message>
    <message>
        <source>Each drawing&apos;s own</source>
        <translation>그림마다 고유한 크기</translation>
    </message>
    <message>
        <source>One column of a paper, 85 mm</source>
        <translation>논문 한 단, 85 mm</translation>
    </message>
    <message>
        <source>Two columns of a paper, 174 mm</source>
        <translation>논문 두 단, 174 mm</translation>
    </message>
    <message>
        <source>Slide, 254 x 143 mm</source>
        <translation>슬라이드, 254 x 143 mm</translation>
    </message>
    <message>
        <source>As given below</source>
        <translation>아래에 적은 대로</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Time in FP32</source>
        <translation>FP32 시간</translation>
    </message>
    <message>
        <source>Time in INT8</source>
        <translation>INT8 시간</translation>
    </message>
    <message>
        <source>of the network&apos;s</source>
        <translation>네트워크 시간 중</translation>
    </message>
    <message>
        <source>INT8 range of weights</source>
        <translation>가중치의 INT8 범위</translation>
    </message>
    <message>
        <source>INT8 range of the output</source>
        <translation>출력의 INT8 범위</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>%1, %2 with weights</source>
        <translation>%1, 가중치 있음 %2</translation>
    </message>
    <message>
        <source>Least safe ratio</source>
        <translation>가장 작은 안전 비율</translation>
    </message>
    <message>
        <source>Least INT8 weight SQNR</source>
        <translation>가장 작은 INT8 가중치 SQNR</translation>
    </message>
    <message>
        <source>width in the other network</source>
        <translation>다른 네트워크에서의 너비</translation>
    </message>
    <message>
        <source>Prune &amp;in steps…</source>
        <translation>단계별 가지치기(&amp;I)…</translation>
    </message>
    <message>
        <source>Cut a little, recalibrate, fine-tune, and again, until so much is gone.</source>
        <translation>조금 자르고 재보정하고 미세 조정하기를, 정한 만큼 없어질 때까지 되풀이합니다.</translation>
    </message>
    <message>
        <source>%1 training and %2 test images</source>
        <translation>학습 이미지 %1장과 테스트 이미지 %2장</translation>
    </message>
    <message>
        <source>%1 classes, %2 of %3 × %4 pixels</source>
        <translation>클래스 %1개, %2, %3 × %4 픽셀</translation>
    </message>
    <message>
        <source>S&amp;how in folder</source>
        <translation>폴더에서 보기(&amp;H)</translation>
    </message>
    <message>
        <source>Open the folder that the study&apos;s file is in.</source>
        <translation>스터디 파일이 있는 폴더를 엽니다.</translation>
    </message>
    <message>
        <source>Write the study as one page with figures to send (HTML or PDF), or as Markdown, JSON and CSV tables.</source>
        <translation>스터디를 그림이 담긴 한 페이지(HTML 또는 PDF)로, 또는 Markdown, JSON, CSV 표로 씁니다.</translation>
    </message>
    <message>
        <source>Make it &amp;again with other settings…</source>
        <translation>다른 설정으로 다시 만들기(&amp;A)…</translation>
    </message>
    <message>
        <source>The dialog that the network was made with, filled in as it was then.</source>
        <translation>네트워크를 만들 때 쓴 대화 상자를 그때의 설정으로 채워 엽니다.</translation>
    </message>
    <message>
        <source>Another program works on this study. Here it is only read, and shows what is measured there; open it again when that program has ended.</source>
        <translation>다른 프로그램이 이 스터디를 쓰고 있습니다. 여기서는 읽기만 하며, 그쪽에서 측정한 결과를 보여 줍니다. 그 프로그램이 끝나면 다시 여십시오.</translation>
    </message>
    <message>
        <source>; widths planned by curves of at most %1 held-out images</source>
        <translation>; 홀드아웃 이미지 최대 %1장의 곡선으로 너비를 계획</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>뒤로(&amp;B)</translation>
    </message>
    <message>
        <source>The page, network and layer that were looked at before.</source>
        <translation>앞서 보던 페이지, 네트워크, 레이어로 돌아갑니다.</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>앞으로(&amp;F)</translation>
    </message>
    <message>
        <source>The page, network and layer that Back came from.</source>
        <translation>뒤로 가기 전에 보던 페이지, 네트워크, 레이어로 갑니다.</translation>
    </message>
    <message>
        <source>drop %1 points (%2)</source>
        <translation>하락 %1%p (%2)</translation>
    </message>
    <message>
        <source>Family tree of the networks</source>
        <translation>네트워크 가계도</translation>
    </message>
    <message>
        <source>Run else&amp;where…</source>
        <translation>다른 곳에서 실행(&amp;W)…</translation>
    </message>
    <message>
        <source>Send the stages that run or wait to the launcher of the preferences, to other machines for example; the window shows what comes back.</source>
        <translation>실행 중이거나 대기 중인 단계를 환경설정의 실행기로, 예를 들어 다른 컴퓨터로 보냅니다. 돌아오는 결과는 이 창에 표시됩니다.</translation>
    </message>
    <message>
        <source>the launcher cannot be started</source>
        <translation>실행기를 시작할 수 없습니다</translation>
    </message>
    <message>
        <source>the command that was started elsewhere has failed</source>
        <translation>다른 곳에서 시작한 명령이 실패했습니다</translation>
    </message>
    <message>
        <source>exit status 0</source>
        <translation>종료 코드 0</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>yyyy년 M월 d일 HH:mm</translation>
    </message>
    <message>
        <source>grey images</source>
        <translation>흑백 이미지</translation>
    </message>
    <message>
        <source>colour images</source>
        <translation>컬러 이미지</translation>
    </message>
    <message>
        <source>images of %1 channels</source>
        <translation>채널이 %1개인 이미지</translation>
    </message>
    <message>
        <source>%1: %2 parameters, %3 classes of %4</source>
        <translation>%1: 파라미터 %2개, %4의 클래스 %3개</translation>
    </message>
    <message>
        <source>%1 test images and no training images</source>
        <translation>테스트 이미지 %1장, 학습 이미지 없음</translation>
    </message>
    <message>
        <source>, in %1</source>
        <translation>, %1에 있음</translation>
    </message>
    <message>
        <source>%1 is no folder.</source>
        <translation>%1은(는) 폴더가 아닙니다.</translation>
    </message>
    <message>
        <source>%1 cannot be written to.</source>
        <translation>%1에 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 parameters remain, %3 sparsity; %4 of %5 M multiply-adds are not by zero, %6 of %7 %8 of weights</source>
        <translation>파라미터 %2개 중 %1개 남음, 희소성 %3; 곱셈-누산 %5 M 중 0이 아닌 것 %4 M, 가중치 %7 중 %6 %8</translation>
    </message>
    <message>
        <source>&amp;Get CIFAR-10 (170 MB)</source>
        <translation>CIFAR-10 받기(170 MB)(&amp;G)</translation>
    </message>
</context>
<context>
    <name>secateur::BarChart</name>
    <message>
        <source>Speeds are not measured: Run, Measure speed lets the networks take turns.</source>
        <translation>속도를 측정하지 않았습니다. 실행 메뉴의 속도 측정이 네트워크를 번갈아 실행합니다.</translation>
    </message>
    <message>
        <source>Top-1 on %1 images of %2 %3; whiskers: Wilson&apos;s 95 % interval.</source>
        <translation>%2 %3 이미지 %1장에서의 top-1; 오차 막대: 윌슨 95 % 신뢰 구간.</translation>
    </message>
    <message>
        <source>Top-1 %1 (%2)</source>
        <translation>Top-1 %1(%2)</translation>
    </message>
    <message>
        <source>Top-1 (%)</source>
        <translation>Top-1(%)</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>초당 이미지</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>%1 against %2: drop of top-1 in each class</source>
        <translation>%1과(와) %2의 비교: 클래스별 top-1 하락</translation>
    </message>
    <message>
        <source>Points; whiskers: 95 % interval of the paired difference</source>
        <translation>단위 %p; 오차 막대: 대응 차이의 95 % 신뢰 구간</translation>
    </message>
    <message>
        <source>◄ better</source>
        <translation>◄ 나아짐</translation>
    </message>
    <message>
        <source>worse ►</source>
        <translation>나빠짐 ►</translation>
    </message>
    <message>
        <source>%1: %2 images, drop %3 points
Click to see the images of this class that flipped.</source>
        <translation>%1: 이미지 %2장, 하락 %3%p
클릭하면 이 클래스에서 뒤바뀐 이미지를 보여 줍니다.</translation>
    </message>
    <message>
        <source>%1  (%2 → %3 %)</source>
        <translation>%1  (%2 → %3 %)</translation>
    </message>
    <message>
        <source>Size (%1)</source>
        <translation>크기(%1)</translation>
    </message>
</context>
<context>
    <name>secateur::ChannelLegend</name>
    <message>
        <source>%1 % of its weights</source>
        <translation>가중치의 %1 %</translation>
    </message>
</context>
<context>
    <name>secateur::ChannelRangePlot</name>
    <message>
        <source>Ranges of the output channels</source>
        <translation>출력 채널의 범위</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>most channels are all zeros</source>
        <translation>대부분의 채널이 모두 0입니다</translation>
    </message>
    <message>
        <source>widest channel: %1 times the median channel</source>
        <translation>가장 넓은 채널: 중간값 채널의 %1배</translation>
    </message>
    <message>
        <source>%1; %2 of %3 channels use under 10 % of the tensor&apos;s range</source>
        <translation>%1; 채널 %3개 중 %2개가 텐서 범위의 10 % 미만을 씁니다</translation>
    </message>
    <message>
        <source>output channel of %1</source>
        <translation>%1의 출력 채널</translation>
    </message>
    <message>
        <source>tensor&apos;s range %1</source>
        <translation>텐서 범위 %1</translation>
    </message>
    <message>
        <source>channel %1: %2, uses %3 of the tensor&apos;s range</source>
        <translation>채널 %1: %2, 텐서 범위의 %3을(를) 씁니다</translation>
    </message>
    <message>
        <source>Ranges of the output channels of %1</source>
        <translation>%1의 출력 채널 범위</translation>
    </message>
</context>
<context>
    <name>secateur::Cifar10Fetch</name>
    <message>
        <source>the server answered %1 %2</source>
        <translation>서버의 응답: %1 %2</translation>
    </message>
    <message>
        <source>nothing arrived for too long</source>
        <translation>너무 오랫동안 아무것도 도착하지 않았습니다</translation>
    </message>
    <message>
        <source>the connection ended before the file did</source>
        <translation>파일이 끝나기 전에 연결이 끊어졌습니다</translation>
    </message>
    <message>
        <source>The file cannot be written: %1: %2</source>
        <translation>파일을 쓸 수 없습니다: %1: %2</translation>
    </message>
    <message>
        <source>The server has a file of another size: %1 (expected %2 bytes, got %3)</source>
        <translation>서버에 있는 파일의 크기가 다릅니다: %1(예상 %2바이트, 실제 %3바이트)</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>내려받기</translation>
    </message>
    <message>
        <source>The download failed: %1: %2</source>
        <translation>내려받지 못했습니다: %1: %2</translation>
    </message>
    <message>
        <source>Trying again: %1</source>
        <translation>다시 시도하는 중: %1</translation>
    </message>
    <message>
        <source>The downloaded file has the wrong checksum and was removed: %1 (expected %2, got %3)</source>
        <translation>내려받은 파일의 체크섬이 틀려 파일을 지웠습니다: %1(예상 %2, 실제 %3)</translation>
    </message>
    <message>
        <source>Unpack CIFAR-10</source>
        <translation>CIFAR-10 압축 풀기</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>압축 풀기</translation>
    </message>
</context>
<context>
    <name>secateur::ClipPanel</name>
    <message>
        <source>Lower clip value</source>
        <translation>클리핑 하한</translation>
    </message>
    <message>
        <source>Upper clip value</source>
        <translation>클리핑 상한</translation>
    </message>
    <message>
        <source>Values below become this one; at most 0.</source>
        <translation>이보다 작은 값은 이 값이 됩니다. 최대 0입니다.</translation>
    </message>
    <message>
        <source>Values above become this one; at least 0.</source>
        <translation>이보다 큰 값은 이 값이 됩니다. 최소 0입니다.</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>백분위수</translation>
    </message>
    <message>
        <source>Share of the values that the percentile method keeps in its range.</source>
        <translation>백분위수 방법이 범위 안에 남기는 값의 비율입니다.</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>적용(&amp;A)</translation>
    </message>
    <message>
        <source>The next quantization clips this layer to the range in the fields.</source>
        <translation>다음 양자화부터 이 레이어를 입력란의 범위로 클리핑합니다.</translation>
    </message>
    <message>
        <source>&amp;Back to automatic</source>
        <translation>자동으로 되돌리기(&amp;B)</translation>
    </message>
    <message>
        <source>Forgets the range chosen by hand: the observer chooses again.</source>
        <translation>직접 고른 범위를 잊고, 관측기가 다시 고르게 합니다.</translation>
    </message>
    <message>
        <source>&amp;Low</source>
        <translation>하한(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;High</source>
        <translation>상한(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Percentile</source>
        <translation>백분위수(&amp;P)</translation>
    </message>
    <message>
        <source>Ranges that can be chosen</source>
        <translation>고를 수 있는 범위</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Use the range of %1</source>
        <translation>%1의 범위를 사용</translation>
    </message>
    <message>
        <source>Clips this layer to the range of %1.</source>
        <translation>이 레이어를 %1의 범위로 클리핑합니다.</translation>
    </message>
    <message>
        <source>current range</source>
        <translation>현재 범위</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>저장됨</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>직접 지정</translation>
    </message>
    <message>
        <source>Automatic: %1.</source>
        <translation>자동: %1.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>아직 알 수 없음</translation>
    </message>
    <message>
        <source>Chosen by hand.</source>
        <translation>직접 골랐습니다.</translation>
    </message>
    <message>
        <source>In the INT8 network: %1.</source>
        <translation>INT8 네트워크에서: %1.</translation>
    </message>
    <message>
        <source>Changed, not applied yet.</source>
        <translation>바뀌었지만 아직 적용하지 않았습니다.</translation>
    </message>
    <message>
        <source>One range for: %1</source>
        <translation>하나의 범위를 쓰는 레이어: %1</translation>
    </message>
</context>
<context>
    <name>secateur::CompareController</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
</context>
<context>
    <name>secateur::CompareNetworksDialog</name>
    <message>
        <source>Compare networks</source>
        <translation>네트워크 비교</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Networks on %1</source>
        <translation>%1에서의 네트워크</translation>
    </message>
    <message>
        <source>Files of networks</source>
        <translation>네트워크 파일</translation>
    </message>
    <message>
        <source>Model files of Secateur, ONNX files, or PyTorch&apos;s checkpoints that are called by their network, as vgg16.pth.</source>
        <translation>Secateur의 모델 파일, ONNX 파일, 또는 vgg16.pth처럼 네트워크 이름이 붙은 PyTorch 체크포인트입니다.</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>추가(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>제거(&amp;R)</translation>
    </message>
    <message>
        <source>Networks to compare</source>
        <translation>비교할 네트워크</translation>
    </message>
    <message>
        <source>Networks (*.safetensors *.pth *.pt *.onnx);;All files (*)</source>
        <translation>네트워크 (*.safetensors *.pth *.pt *.onnx);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>The data set has no training images to calibrate INT8 on.</source>
        <translation>데이터 세트에 INT8을 보정할 학습 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>Add the files of at least two networks.</source>
        <translation>네트워크 파일을 두 개 이상 추가하십시오.</translation>
    </message>
    <message>
        <source>Two files are called %1.</source>
        <translation>두 파일의 이름이 모두 %1입니다.</translation>
    </message>
    <message>
        <source>%1 networks. Each figure is kept as soon as it is measured, and is not measured again; the networks themselves are not stored.</source>
        <translation>네트워크 %1개. 각 수치는 측정되는 즉시 보존되며 다시 측정하지 않습니다. 네트워크 자체는 저장하지 않습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::ComparePage</name>
    <message>
        <source>The network that the classes, the confusion matrix and the flipped images are of.</source>
        <translation>클래스, 혼동 행렬, 뒤바뀐 이미지가 보여 주는 네트워크입니다.</translation>
    </message>
    <message>
        <source>&amp;Variant:</source>
        <translation>변형(&amp;V):</translation>
    </message>
    <message>
        <source>Top-1, size and speed of the compared variants</source>
        <translation>비교하는 변형의 top-1, 크기, 속도</translation>
    </message>
    <message>
        <source>Change of top-1 in each class</source>
        <translation>클래스별 top-1의 변화</translation>
    </message>
    <message>
        <source>Which networks are compared, on which images and with which reference is chosen in the list of networks at the left.</source>
        <translation>어느 네트워크를, 어느 이미지에서, 무엇을 기준으로 비교할지는 왼쪽 네트워크 목록에서 고릅니다.</translation>
    </message>
    <message>
        <source>Evaluates the ticked networks that have no result on these images.</source>
        <translation>체크한 네트워크 중 이 이미지에서의 결과가 없는 것을 평가합니다.</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>개요(&amp;O)</translation>
    </message>
    <message>
        <source>Top-1, size and speed of the variants side by side.</source>
        <translation>변형의 top-1, 크기, 속도를 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>Fro&amp;nt</source>
        <translation>파레토(&amp;N)</translation>
    </message>
    <message>
        <source>Accuracy over size, multiply-adds or time: which networks no other one beats in both.</source>
        <translation>크기, 곱셈-누산, 시간에 대한 정확도입니다. 둘 다에서 다른 것에 지지 않는 네트워크를 보여 줍니다.</translation>
    </message>
    <message>
        <source>&amp;Classes</source>
        <translation>클래스(&amp;C)</translation>
    </message>
    <message>
        <source>What each class gained or lost.</source>
        <translation>클래스마다 얻은 것과 잃은 것입니다.</translation>
    </message>
    <message>
        <source>Which classes are taken for which.</source>
        <translation>어느 클래스를 어느 클래스로 잘못 보는지 나타냅니다.</translation>
    </message>
    <message>
        <source>The images that are answered otherwise than by the reference.</source>
        <translation>기준과 다르게 답한 이미지입니다.</translation>
    </message>
    <message>
        <source>The compared variants</source>
        <translation>비교하는 변형</translation>
    </message>
    <message>
        <source>A row a variant. Enter opens it.</source>
        <translation>한 행이 변형 하나입니다. Enter 키로 엽니다.</translation>
    </message>
    <message>
        <source>What the networks are weighed by.</source>
        <translation>네트워크를 무엇에 견주는지 나타냅니다.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>곱셈-누산</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Over t&amp;he:</source>
        <translation>가로축(&amp;H):</translation>
    </message>
    <message>
        <source>Choose a measured variant above, other than the reference, to see what each class gained or lost.</source>
        <translation>기준이 아닌, 측정된 변형을 위에서 고르면 클래스마다 얻고 잃은 것이 보입니다.</translation>
    </message>
    <message>
        <source>Evaluates the checked variants on the test images.</source>
        <translation>체크한 변형을 테스트 이미지로 평가합니다.</translation>
    </message>
    <message>
        <source>%1 networks against %2, on %3</source>
        <translation>네트워크 %1개, 기준 %2, %3</translation>
    </message>
    <message>
        <source>&amp;Measure the network without a result</source>
        <translation>결과가 없는 네트워크 측정(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Measure the %1 networks without a result</source>
        <translation>결과가 없는 네트워크 %1개 측정(&amp;M)</translation>
    </message>
    <message>
        <source>Nothing to compare yet. Open a checkpoint or a study with File, Open; what is pruned, fine-tuned or quantized from it then stands here side by side.</source>
        <translation>아직 비교할 것이 없습니다. 파일 메뉴의 열기로 체크포인트나 스터디를 여십시오. 거기서 가지치기, 미세 조정, 양자화한 것이 여기에 나란히 놓입니다.</translation>
    </message>
    <message>
        <source>Tick at least one network in the list at the left.</source>
        <translation>왼쪽 목록에서 네트워크를 하나 이상 체크하십시오.</translation>
    </message>
    <message>
        <source>No variant has been measured yet: the networks are compared by their answers to the same images.</source>
        <translation>아직 측정된 변형이 없습니다. 네트워크는 같은 이미지에 대한 답으로 비교합니다.</translation>
    </message>
    <message>
        <source>&amp;Measure the variant</source>
        <translation>변형 측정(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Measure the %1 variants</source>
        <translation>변형 %1개 측정(&amp;M)</translation>
    </message>
    <message>
        <source>Conf&amp;usion</source>
        <translation>혼동(&amp;U)</translation>
    </message>
    <message>
        <source>Fl&amp;ipped images</source>
        <translation>뒤바뀐 이미지(&amp;I)</translation>
    </message>
</context>
<context>
    <name>secateur::ConfusionMatrixView</name>
    <message>
        <source>Confusion matrix</source>
        <translation>혼동 행렬</translation>
    </message>
</context>
<context>
    <name>secateur::ConfusionTab</name>
    <message>
        <source>What the confusion matrix shows</source>
        <translation>혼동 행렬이 보여 주는 것</translation>
    </message>
    <message>
        <source>Counts of the variant or of the reference, or what changed between them.</source>
        <translation>변형이나 기준의 개수, 또는 둘 사이에 바뀐 것입니다.</translation>
    </message>
    <message>
        <source>Counts of the variant</source>
        <translation>변형의 개수</translation>
    </message>
    <message>
        <source>Counts of the reference</source>
        <translation>기준의 개수</translation>
    </message>
    <message>
        <source>Variant minus reference</source>
        <translation>변형 빼기 기준</translation>
    </message>
    <message>
        <source>A row a true class, a column a prediction. Arrow keys move, Enter or a click shows the flipped images of a cell.</source>
        <translation>행은 실제 클래스, 열은 예측입니다. 화살표 키로 움직이고, Enter 키나 클릭으로 칸의 뒤바뀐 이미지를 봅니다.</translation>
    </message>
    <message>
        <source>Blue: better than the reference; orange: worse.</source>
        <translation>파랑: 기준보다 나음, 주황: 나쁨.</translation>
    </message>
    <message>
        <source>Blue: right; orange: errors, stronger with their share of the row.</source>
        <translation>파랑: 정답, 주황: 오류(행에서 차지하는 비율이 클수록 진함).</translation>
    </message>
    <message>
        <source>Choose a measured variant above to see its matrix.</source>
        <translation>위에서 측정된 변형을 고르면 행렬이 보입니다.</translation>
    </message>
    <message>
        <source>%1 Click a cell for its flipped images.</source>
        <translation>%1 칸을 클릭하면 뒤바뀐 이미지를 보여 줍니다.</translation>
    </message>
</context>
<context>
    <name>secateur::CurvePlot</name>
    <message>
        <source>Sensitivity curves</source>
        <translation>민감도 곡선</translation>
    </message>
    <message>
        <source>tolerance %1 points</source>
        <translation>허용치 %1%p</translation>
    </message>
</context>
<context>
    <name>secateur::CutFields</name>
    <message>
        <source>%1 of %2 (%3)</source>
        <translation>%2 중 %1(%3)</translation>
    </message>
    <message>
        <source> It leaves %1 parameters and %2 MACs.</source>
        <translation> 파라미터 %1, MACs %2만 남습니다.</translation>
    </message>
    <message>
        <source> Cut at once it would leave %1 parameters and %2 MACs.</source>
        <translation> 한 번에 자른다면 파라미터 %1, MACs %2만 남습니다.</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>대상(&amp;W)</translation>
    </message>
    <message>
        <source>Single weights become zero and the network keeps its shape. Whole channels are taken out of every layer that has them: the network is smaller and faster as it is.</source>
        <translation>개별 가중치는 0이 되고 네트워크의 형태는 그대로입니다. 채널 전체는 그 채널이 있는 모든 레이어에서 빠지므로, 네트워크가 그대로 더 작고 빨라집니다.</translation>
    </message>
    <message>
        <source>Single weights</source>
        <translation>개별 가중치</translation>
    </message>
    <message>
        <source>Whole channels</source>
        <translation>채널 전체</translation>
    </message>
    <message>
        <source>All %1 groups that can be cut</source>
        <translation>자를 수 있는 그룹 %1개 전부</translation>
    </message>
    <message>
        <source>Only those of role “%1”</source>
        <translation>역할이 “%1”인 것만</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1만</translation>
    </message>
    <message>
        <source>No layer of this network can lose channels.</source>
        <translation>이 네트워크에는 채널을 뺄 수 있는 레이어가 없습니다.</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>레이어 1개</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>레이어 %1개</translation>
    </message>
    <message>
        <source>%1 % of the weights of %2 become zero, those that are ranked lowest, wherever they are.</source>
        <translation>%2의 가중치 중 순위가 가장 낮은 %1 %가 어디에 있든 0이 됩니다.</translation>
    </message>
    <message>
        <source>%1 % of the weights of each of %2 become zero, those that are ranked lowest.</source>
        <translation>%2 각각의 가중치 중 순위가 가장 낮은 %1 %가 0이 됩니다.</translation>
    </message>
    <message>
        <source>%1 channels in %2</source>
        <translation>%2의 채널 %1개</translation>
    </message>
    <message>
        <source>1 group</source>
        <translation>그룹 1개</translation>
    </message>
    <message>
        <source>%1 groups</source>
        <translation>그룹 %1개</translation>
    </message>
    <message>
        <source>%1 % of %2 are taken out, wherever they count least.</source>
        <translation>%2의 %1 %를 어디에 있든 가장 덜 중요한 것부터 뺍니다.</translation>
    </message>
    <message>
        <source>%1 % of the channels of each group, of %2, are taken out.</source>
        <translation>%2에서 그룹마다 채널의 %1 %를 뺍니다.</translation>
    </message>
    <message>
        <source>The same as before</source>
        <translation>이전과 같음</translation>
    </message>
</context>
<context>
    <name>secateur::DownloadBar</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Stop the download; the next try begins anew.</source>
        <translation>내려받기를 멈춥니다. 다음에는 처음부터 다시 시작합니다.</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> / %1</translation>
    </message>
    <message>
        <source>, %1/s</source>
        <translation>, %1/s</translation>
    </message>
</context>
<context>
    <name>secateur::Elsewhere</name>
    <message>
        <source>Only a study in a file that can be written is sent elsewhere.</source>
        <translation>쓸 수 있는 파일에 있는 스터디만 다른 곳으로 보낼 수 있습니다.</translation>
    </message>
    <message>
        <source>Start the stages first: those that run or wait are sent elsewhere.</source>
        <translation>먼저 단계를 시작하세요. 실행 중이거나 대기 중인 단계를 다른 곳으로 보냅니다.</translation>
    </message>
    <message>
        <source>Run elsewhere</source>
        <translation>다른 곳에서 실행</translation>
    </message>
    <message>
        <source>Send to the launcher: %1</source>
        <translation>실행기로 보내기: %1</translation>
    </message>
    <message>
        <source>%1

The study has to be found there under this path. Until the command has ended the window only follows it.</source>
        <translation>%1

그곳에서도 같은 경로에 스터디가 있어야 합니다. 명령이 끝날 때까지 이 창은 스터디를 따라 보기만 합니다.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>보내기</translation>
    </message>
    <message>
        <source>Elsewhere: %1</source>
        <translation>다른 곳: %1</translation>
    </message>
    <message>
        <source>What was sent elsewhere has ended; the study can be worked on again.</source>
        <translation>다른 곳으로 보낸 작업이 끝났습니다. 이제 스터디에서 다시 작업할 수 있습니다.</translation>
    </message>
    <message>
        <source>Preferences, Launcher has to say how a command is started elsewhere, for example: ssh server {quoted}</source>
        <translation>환경 설정의 실행기에 다른 곳에서 명령을 시작하는 방법이 있어야 합니다. 예: ssh server {quoted}</translation>
    </message>
</context>
<context>
    <name>secateur::EvaluateDialog</name>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Test &amp;images</source>
        <translation>테스트 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>How many test images are classified, spread evenly over the test split.</source>
        <translation>분류할 테스트 이미지의 수이며, 테스트 분할에서 고르게 뽑습니다.</translation>
    </message>
    <message>
        <source>The data set has no test images.</source>
        <translation>데이터 세트에 테스트 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>All %1 test images: the accuracy that reports give.</source>
        <translation>테스트 이미지 %1장 전부: 보고서에 쓰는 정확도입니다.</translation>
    </message>
    <message>
        <source>%1 of %2 test images: quicker, with a wider interval.</source>
        <translation>테스트 이미지 %2장 중 %1장: 더 빠르지만 신뢰 구간이 넓습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::ExportActions</name>
    <message>
        <source>Copy one &amp;drawing</source>
        <translation>그림 하나 복사(&amp;D)</translation>
    </message>
    <message>
        <source>study</source>
        <translation>스터디</translation>
    </message>
    <message>
        <source>%1-copy</source>
        <translation>%1-사본</translation>
    </message>
    <message>
        <source>Save a copy of the study</source>
        <translation>스터디 사본 저장</translation>
    </message>
    <message>
        <source>Studies (*.secateur)</source>
        <translation>스터디 (*.secateur)</translation>
    </message>
    <message>
        <source>Save a copy as %1</source>
        <translation>%1(으)로 사본 저장</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1을(를) 저장했습니다</translation>
    </message>
    <message>
        <source>ONNX (*.onnx)</source>
        <translation>ONNX (*.onnx)</translation>
    </message>
    <message>
        <source>PyTorch, a folder (*)</source>
        <translation>PyTorch, 폴더 (*)</translation>
    </message>
    <message>
        <source>Export the network</source>
        <translation>네트워크 내보내기</translation>
    </message>
    <message>
        <source>safetensors (*.safetensors)</source>
        <translation>safetensors (*.safetensors)</translation>
    </message>
    <message>
        <source>Export %1 as %2</source>
        <translation>%1을(를) %2(으)로 내보내기</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>%1을(를) 썼습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written</source>
        <translation>
            <numerusform>파일 %n개를 썼습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>One HTML page (*.html)</source>
        <translation>HTML 한 페이지 (*.html)</translation>
    </message>
    <message>
        <source>Write the report</source>
        <translation>보고서 쓰기</translation>
    </message>
    <message>
        <source>A folder of Markdown, JSON and CSV (*)</source>
        <translation>Markdown, JSON, CSV 폴더 (*)</translation>
    </message>
    <message>
        <source>Write the report %1</source>
        <translation>보고서 %1 쓰기</translation>
    </message>
    <message>
        <source>Report: %1</source>
        <translation>보고서: %1</translation>
    </message>
    <message>
        <source>There is nothing on this page to copy yet</source>
        <translation>이 페이지에는 아직 복사할 것이 없습니다</translation>
    </message>
    <message>
        <source>Copied %1</source>
        <translation>%1을(를) 복사했습니다</translation>
    </message>
    <message>
        <source>No program opens the folder of %1.</source>
        <translation>%1의 폴더를 열 프로그램이 없습니다.</translation>
    </message>
    <message>
        <source>The same as PDF (*.pdf)</source>
        <translation>같은 내용의 PDF (*.pdf)</translation>
    </message>
</context>
<context>
    <name>secateur::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>폴더 선택</translation>
    </message>
    <message>
        <source>&amp;Drawings</source>
        <translation>그림(&amp;D)</translation>
    </message>
    <message>
        <source>What is written, one file a format each.</source>
        <translation>내보낼 그림이며, 형식마다 파일이 하나씩 생깁니다.</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>폴더(&amp;F)</translation>
    </message>
    <message>
        <source>Where the files go; it must be there.</source>
        <translation>파일을 둘 폴더이며, 이미 있어야 합니다.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>%1 (nothing drawn yet)</source>
        <translation>%1(아직 그린 것 없음)</translation>
    </message>
    <message>
        <source>A picture of pixels, for pages and slides.</source>
        <translation>픽셀 그림이며, 웹 페이지와 발표 자료에 알맞습니다.</translation>
    </message>
    <message>
        <source>A drawing of lines, for the web and for editing.</source>
        <translation>선 그림이며, 웹과 편집에 알맞습니다.</translation>
    </message>
    <message>
        <source>A drawing of lines, for papers.</source>
        <translation>선 그림이며, 논문에 알맞습니다.</translation>
    </message>
    <message>
        <source>The numbers that are drawn, for spreadsheets and scripts.</source>
        <translation>그려진 수치이며, 스프레드시트와 스크립트에 알맞습니다.</translation>
    </message>
    <message>
        <source>For&amp;mats</source>
        <translation>형식(&amp;M)</translation>
    </message>
    <message>
        <source>In which formats each drawing is written.</source>
        <translation>그림마다 쓸 형식입니다.</translation>
    </message>
    <message>
        <source>Tick at least one drawing.</source>
        <translation>그림을 하나 이상 체크하십시오.</translation>
    </message>
    <message>
        <source>Give the folder.</source>
        <translation>폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>폴더 %1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>%1 cannot be written to.</source>
        <translation>%1에 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Choose at least one format.</source>
        <translation>형식을 하나 이상 고르십시오.</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>파일 1개</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>파일 %1개</translation>
    </message>
    <message>
        <source>, 1 of which is there already and will be replaced.</source>
        <translation>, 그중 1개는 이미 있으므로 바뀝니다.</translation>
    </message>
    <message>
        <source>, %1 of which are there already and will be replaced.</source>
        <translation>, 그중 %1개는 이미 있으므로 바뀝니다.</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>크기(&amp;S)</translation>
    </message>
    <message>
        <source>The size in which a drawing looks right, or what a paper or a slide has room for; letters keep their size in points.</source>
        <translation>그림이 알맞게 보이는 크기, 또는 논문이나 슬라이드에 들어가는 크기입니다. 글자는 포인트 크기를 유지합니다.</translation>
    </message>
    <message>
        <source>&amp;Width, mm</source>
        <translation>너비(&amp;W), mm</translation>
    </message>
    <message>
        <source>In millimetres, on paper.</source>
        <translation>종이 위의 밀리미터입니다.</translation>
    </message>
    <message>
        <source>&amp;Height, mm</source>
        <translation>높이(&amp;H), mm</translation>
    </message>
    <message>
        <source>In millimetres; 0: as the drawing&apos;s proportion has it.</source>
        <translation>밀리미터입니다. 0이면 그림의 비율을 따릅니다.</translation>
    </message>
    <message>
        <source>PNG dots per &amp;inch</source>
        <translation>PNG 인치당 점 수(&amp;I)</translation>
    </message>
    <message>
        <source>Pixels of the picture for each inch: 96 as on most screens, 300 and more for print.</source>
        <translation>인치마다 그림의 픽셀 수입니다. 96은 대부분의 화면과 같고, 인쇄에는 300 이상을 씁니다.</translation>
    </message>
    <message>
        <source>&amp;All drawings</source>
        <translation>모든 그림(&amp;A)</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>파일 %1</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Ticks every drawing that shows something, or none.</source>
        <translation>내용이 있는 그림을 모두 선택하거나 모두 해제합니다.</translation>
    </message>
</context>
<context>
    <name>secateur::FileActions</name>
    <message>
        <source>%1 is open.</source>
        <translation>%1이(가) 열려 있습니다.</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 열기</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Studies and networks (*.secateur *.onnx *.pth *.pt *.bin *.safetensors);;All files (*)</source>
        <translation>스터디와 네트워크 (*.secateur *.onnx *.pth *.pt *.bin *.safetensors);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>CIFAR-10</source>
        <translation>CIFAR-10</translation>
    </message>
    <message>
        <source>CIFAR-10 is in %1. Make a study of it with File, New study.</source>
        <translation>CIFAR-10이 %1에 있습니다. 파일 메뉴의 새 스터디로 스터디를 만드십시오.</translation>
    </message>
    <message>
        <source>Look at the images of %1</source>
        <translation>%1의 이미지 살펴보기</translation>
    </message>
    <message>
        <source>Look at %1</source>
        <translation>%1 살펴보기</translation>
    </message>
    <message>
        <source>%1 does not join the open study: %2 A study of its own?</source>
        <translation>%1은(는) 열린 스터디에 들어가지 않습니다: %2 따로 스터디를 만들까요?</translation>
    </message>
    <message>
        <source>Look for images near %1</source>
        <translation>%1 옆의 이미지 찾기</translation>
    </message>
    <message>
        <source>Read the network</source>
        <translation>네트워크 읽기</translation>
    </message>
    <message>
        <source>Find the normalisation of %1</source>
        <translation>%1의 정규화 값 구하기</translation>
    </message>
    <message>
        <source>Try the network</source>
        <translation>네트워크 시험 실행</translation>
    </message>
    <message>
        <source>One of a kind is taken, and %1 is not: %2 is.</source>
        <translation>종류마다 하나만 엽니다. %1 대신 %2을(를) 엽니다.</translation>
    </message>
</context>
<context>
    <name>secateur::FinetuneDialog</name>
    <message>
        <source>Fine-tune</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>Pruned weights stay zero. </source>
        <translation>가지치기한 가중치는 0으로 남습니다. </translation>
    </message>
</context>
<context>
    <name>secateur::FlippedImagesModel</name>
    <message>
        <source>Image %1 of %2</source>
        <translation>%2 이미지 %1번</translation>
    </message>
    <message>
        <source>%1
The picture cannot be shown: %2</source>
        <translation>%1
이미지를 보여 줄 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>secateur::FlippedImagesView</name>
    <message>
        <source>What happened</source>
        <translation>일어난 일</translation>
    </message>
    <message>
        <source>Broken: right with the reference, wrong with the variant. Repaired: the reverse. Both wrong: another wrong class than before.</source>
        <translation>망가짐: 기준은 맞고 변형은 틀린 것. 고쳐짐: 그 반대. 둘 다 틀림: 전과 다른 틀린 클래스로 답한 것.</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>실제 클래스</translation>
    </message>
    <message>
        <source>The true class of the images that are shown.</source>
        <translation>보이는 이미지의 실제 클래스입니다.</translation>
    </message>
    <message>
        <source>Chosen in the confusion matrix. Press to show all pairs again.</source>
        <translation>혼동 행렬에서 골랐습니다. 누르면 모든 쌍을 다시 보여 줍니다.</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>이미지 크기</translation>
    </message>
    <message>
        <source>Size of the pictures.</source>
        <translation>이미지의 크기입니다.</translation>
    </message>
    <message>
        <source>Images that flipped</source>
        <translation>뒤바뀐 이미지</translation>
    </message>
    <message>
        <source>Picture si&amp;ze:</source>
        <translation>이미지 크기(&amp;Z):</translation>
    </message>
    <message>
        <source>All flipped (%1)</source>
        <translation>뒤바뀐 것 전부(%1)</translation>
    </message>
    <message>
        <source>✗ Broken (%1)</source>
        <translation>✗ 망가짐(%1)</translation>
    </message>
    <message>
        <source>✓ Repaired (%1)</source>
        <translation>✓ 고쳐짐(%1)</translation>
    </message>
    <message>
        <source>≠ Changed, both wrong (%1)</source>
        <translation>≠ 바뀌었지만 둘 다 틀림(%1)</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>모든 클래스</translation>
    </message>
    <message>
        <source>%1, taken for %2  ✕</source>
        <translation>%1을(를) %2(으)로 봄  ✕</translation>
    </message>
    <message>
        <source>Choose a measured variant and another one as its reference above to see the images on which they differ.</source>
        <translation>위에서 측정된 변형을 고르고 다른 변형을 기준으로 고르면, 둘이 다르게 답한 이미지가 보입니다.</translation>
    </message>
    <message>
        <source>The two networks answer alike on every one of these images.</source>
        <translation>두 네트워크는 이 이미지 모두에 똑같이 답합니다.</translation>
    </message>
    <message>
        <source>No image that flipped passes these filters. Choose others above.</source>
        <translation>이 필터를 통과하는 뒤바뀐 이미지가 없습니다. 위에서 다른 필터를 고르십시오.</translation>
    </message>
    <message>
        <source>The pictures are of %1 (%2), which is not open. Open it with File, Open to see them.</source>
        <translation>이미지는 %1(%2)의 것인데 열려 있지 않습니다. 파일 메뉴의 열기로 열면 보입니다.</translation>
    </message>
    <message>
        <source>%1 of %2 flipped images. Arrow keys go from one to the next.</source>
        <translation>뒤바뀐 이미지 %2장 중 %1장. 화살표 키로 옮겨 다닙니다.</translation>
    </message>
    <message>
        <source>%1 of %2 flipped images: true class, prediction of %3 → prediction of %4</source>
        <translation>뒤바뀐 이미지 %2장 중 %1장: 실제 클래스, %3의 예측 → %4의 예측</translation>
    </message>
    <message>
        <source>Flipped images</source>
        <translation>뒤바뀐 이미지</translation>
    </message>
</context>
<context>
    <name>secateur::FrontPlot</name>
    <message>
        <source>Accuracy of the compared variants over their cost</source>
        <translation>비교하는 변형의 비용 대비 정확도</translation>
    </message>
    <message>
        <source>Top-1 (%)</source>
        <translation>Top-1(%)</translation>
    </message>
    <message>
        <source>Milliseconds an image</source>
        <translation>이미지당 시간(밀리초)</translation>
    </message>
    <message>
        <source>Multiply-adds an image (millions)</source>
        <translation>이미지당 곱셈-누산(백만)</translation>
    </message>
    <message>
        <source>%1 ms an image</source>
        <translation>이미지당 %1 ms</translation>
    </message>
    <message>
        <source>%1 multiply-adds</source>
        <translation>곱셈-누산 %1</translation>
    </message>
    <message>
        <source>Top-1 %1 (%2)</source>
        <translation>Top-1 %1(%2)</translation>
    </message>
    <message>
        <source>Another one costs no more and is right as often.</source>
        <translation>비용이 더 들지 않으면서 똑같이 잘 맞히는 다른 것이 있습니다.</translation>
    </message>
    <message>
        <source>Size of the file (%1)</source>
        <translation>파일 크기(%1)</translation>
    </message>
</context>
<context>
    <name>secateur::GradualDialog</name>
    <message>
        <source>Prune in steps</source>
        <translation>단계별 가지치기</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>가지치기</translation>
    </message>
    <message>
        <source>What goes in the end</source>
        <translation>최종적으로 없앨 것</translation>
    </message>
    <message>
        <source>Training of each step</source>
        <translation>단계마다 하는 학습</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>복구</translation>
    </message>
    <message>
        <source>Training &amp;images</source>
        <translation>학습 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>How many images of the train split are trained on.</source>
        <translation>학습에 쓰는, 학습 분할의 이미지 수입니다.</translation>
    </message>
    <message>
        <source>Patience needs held-out images, and the data set has none.</source>
        <translation>조기 종료에는 홀드아웃 이미지가 필요한데 데이터 세트에 없습니다.</translation>
    </message>
    <message>
        <source>The data set has no training images.</source>
        <translation>데이터 세트에 학습 이미지가 없습니다.</translation>
    </message>
    <message>
        <source> In %1 equal steps; what is left is ranked anew in each, and fine-tuned before the next.</source>
        <translation> 같은 크기의 %1단계로 하며, 단계마다 남은 것의 순위를 새로 매기고 다음 단계 전에 미세 조정합니다.</translation>
    </message>
    <message>
        <source> In %1 steps, most in the first; what is left is fine-tuned before the next, and what is zero stays zero.</source>
        <translation> %1단계로 하며 첫 단계에 가장 많이 없앱니다. 남은 것은 다음 단계 전에 미세 조정하고, 0인 것은 0으로 남습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::HeatmapPlot</name>
    <message>
        <source>all layers</source>
        <translation>모든 레이어</translation>
    </message>
    <message>
        <source>Accuracy drop by layer and ratio</source>
        <translation>레이어와 비율에 따른 정확도 하락</translation>
    </message>
    <message>
        <source>%1 (colour: accuracy drop in points)</source>
        <translation>%1(색: 정확도 하락, %p)</translation>
    </message>
    <message>
        <source>Each row is a layer, each column a level. The mark stands where the drop exceeds the tolerance; a corner marks a point that needs more images, a crossed cell one that changed nothing.</source>
        <translation>행은 레이어, 열은 수준입니다. 표시는 하락이 허용치를 넘는 곳에 있습니다. 모서리 표시는 이미지가 더 필요한 점, 가위표 칸은 아무것도 바꾸지 않은 점입니다.</translation>
    </message>
    <message>
        <source>%1
%2 %3
not measured</source>
        <translation>%1
%2 %3
측정 안 됨</translation>
    </message>
    <message>
        <source>Heatmap of the sensitivity</source>
        <translation>민감도 히트맵</translation>
    </message>
</context>
<context>
    <name>secateur::HelpActions</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>About Secateur</source>
        <translation>Secateur 정보</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Secateur&lt;/h3&gt;&lt;p&gt;Version %1.&lt;/p&gt;&lt;p&gt;On %2.&lt;/p&gt;&lt;p&gt;A workbench for people who make convolutional networks smaller.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later. Uses LibTorch, Qt, Qt Charts, QCustomPlot, SQLite, SQLiteCpp, ONNX, libarchive, fmt and nlohmann/json.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Secateur&lt;/h3&gt;&lt;p&gt;버전 %1.&lt;/p&gt;&lt;p&gt;프로세서: %2.&lt;/p&gt;&lt;p&gt;합성곱 네트워크를 작게 만드는 사람들을 위한 작업대입니다.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later. LibTorch, Qt, Qt Charts, QCustomPlot, SQLite, SQLiteCpp, ONNX, libarchive, fmt, nlohmann/json을 사용합니다.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>secateur::HelpWindow</name>
    <message>
        <source>Manual</source>
        <translation>설명서</translation>
    </message>
    <message>
        <source>%1 – manual</source>
        <translation>%1 – 설명서</translation>
    </message>
</context>
<context>
    <name>secateur::HistogramPlot</name>
    <message>
        <source>Histogram with clip range</source>
        <translation>클리핑 범위가 있는 히스토그램</translation>
    </message>
    <message>
        <source>count</source>
        <translation>개수</translation>
    </message>
    <message>
        <source>%1: weight (batch norm folded)</source>
        <translation>%1: 가중치(배치 정규화 합침)</translation>
    </message>
    <message>
        <source>%1: activation</source>
        <translation>%1: 활성화</translation>
    </message>
    <message>
        <source>clip range %1, %2</source>
        <translation>클리핑 범위 %1, %2</translation>
    </message>
    <message>
        <source>zeros: %1, not drawn</source>
        <translation>0의 개수: %1, 그리지 않음</translation>
    </message>
    <message>
        <source>zeros: %1, orange bar</source>
        <translation>0의 개수: %1, 주황색 막대</translation>
    </message>
    <message>
        <source>Histogram, lower clip handle</source>
        <translation>히스토그램, 클리핑 하한 핸들</translation>
    </message>
    <message>
        <source>Histogram, upper clip handle</source>
        <translation>히스토그램, 클리핑 상한 핸들</translation>
    </message>
    <message>
        <source>%1: %2, clips %3, SQNR ≈ %4. Click to take it.</source>
        <translation>%1: %2, %3 클리핑, SQNR ≈ %4. 클릭하면 이 범위를 사용합니다.</translation>
    </message>
    <message>
        <source>Drag the orange lines to choose what is clipped; the wheel zooms, a double click shows all.</source>
        <translation>주황색 선을 끌어 클리핑할 범위를 고릅니다. 휠로 확대하고, 두 번 클릭하면 전체를 보여 줍니다.</translation>
    </message>
    <message>
        <source>%1 of %2 values (%3) in %4</source>
        <translation>%4: 값 %2개 중 %1개(%3)</translation>
    </message>
    <message>
        <source>Histogram of the weights of %1</source>
        <translation>%1 가중치 히스토그램</translation>
    </message>
    <message>
        <source>Histogram of the activations of %1</source>
        <translation>%1 활성화 히스토그램</translation>
    </message>
</context>
<context>
    <name>secateur::HistogramsController</name>
    <message>
        <source>Histograms</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>%1의 가중치</translation>
    </message>
    <message>
        <source>Ranges of quantization</source>
        <translation>양자화 범위</translation>
    </message>
    <message>
        <source>Clipping ranges</source>
        <translation>클리핑 범위</translation>
    </message>
    <message>
        <source>Keep the clipping range of %1</source>
        <translation>%1의 클리핑 범위 저장</translation>
    </message>
</context>
<context>
    <name>secateur::HistogramsPage</name>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>The layer whose values are shown.</source>
        <translation>값을 보여 주는 레이어입니다.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Weights are known; activations are the layer&apos;s outputs over the calibration images.</source>
        <translation>가중치는 알려져 있습니다. 활성화는 보정 이미지에 대한 레이어의 출력입니다.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>활성화</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>The recipe of quantization whose ranges are shown, with those chosen by hand.</source>
        <translation>범위를 보여 주는 양자화 레시피이며, 직접 고른 범위가 함께 적용됩니다.</translation>
    </message>
    <message>
        <source>How these values become integers.</source>
        <translation>이 값들이 정수가 되는 방법입니다.</translation>
    </message>
    <message>
        <source>Where the values come from.</source>
        <translation>값의 출처입니다.</translation>
    </message>
    <message>
        <source>Lo&amp;g counts</source>
        <translation>로그 개수(&amp;G)</translation>
    </message>
    <message>
        <source>Draws the counts on a logarithmic scale, which shows rare values.</source>
        <translation>개수를 로그 눈금으로 그립니다. 드문 값이 보입니다.</translation>
    </message>
    <message>
        <source>Hide &amp;zeros</source>
        <translation>0 숨기기(&amp;Z)</translation>
    </message>
    <message>
        <source>Leaves zeros out of the drawing: pruned weights and ReLU outputs would flatten the rest.</source>
        <translation>0을 그림에서 뺍니다. 가지치기한 가중치와 ReLU 출력이 나머지를 납작하게 만들기 때문입니다.</translation>
    </message>
    <message>
        <source>Layers with a range</source>
        <translation>범위가 있는 레이어</translation>
    </message>
    <message>
        <source>&amp;Collect activations (calibration)</source>
        <translation>활성화 수집(보정)(&amp;C)</translation>
    </message>
    <message>
        <source>Runs the calibration images through the network once, in the background, and keeps a histogram of every layer&apos;s output.</source>
        <translation>보정 이미지를 네트워크에 백그라운드에서 한 번 통과시키고, 모든 레이어 출력의 히스토그램을 보존합니다.</translation>
    </message>
    <message>
        <source>%1 bits, symmetric: integers -%2 to %2, %3</source>
        <translation>%1비트, 대칭: 정수 -%2 ~ %2, %3</translation>
    </message>
    <message>
        <source>one scale a channel</source>
        <translation>채널마다 스케일 하나</translation>
    </message>
    <message>
        <source>one scale for the tensor</source>
        <translation>텐서에 스케일 하나</translation>
    </message>
    <message>
        <source>%1 bits, %2: integers 0 to %3</source>
        <translation>%1비트, %2: 정수 0 ~ %3</translation>
    </message>
    <message>
        <source>symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>affine</source>
        <translation>비대칭</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Open a network to see the histograms of its weights and activations.</source>
        <translation>네트워크를 열면 가중치와 활성화의 히스토그램이 보입니다.</translation>
    </message>
    <message>
        <source>Collecting: the calibration images run through the network. The jobs show how far it is.</source>
        <translation>수집 중: 보정 이미지가 네트워크를 통과하고 있습니다. 진행 상황은 작업 목록에 있습니다.</translation>
    </message>
    <message>
        <source>The ranges of activations are not known yet. Collecting them runs the calibration images through the network once, in the background, and keeps a histogram of every layer&apos;s output in the study. From these you choose what quantization clips.</source>
        <translation>활성화의 범위를 아직 모릅니다. 수집하면 보정 이미지를 네트워크에 백그라운드에서 한 번 통과시키고, 모든 레이어 출력의 히스토그램을 스터디에 보존합니다. 이를 보고 양자화가 무엇을 클리핑할지 고릅니다.</translation>
    </message>
    <message>
        <source>Select a layer, in the list on the left or in the model view, to see its histogram and choose its range.</source>
        <translation>왼쪽 목록이나 모델 그림에서 레이어를 고르면 히스토그램이 보이고 범위를 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Reading the weights of %1 …</source>
        <translation>%1의 가중치를 읽는 중…</translation>
    </message>
    <message>
        <source>All %1 of %2 are zero: there is no range to choose. Select another layer.</source>
        <translation>%2의 %1개가 모두 0이므로 고를 범위가 없습니다. 다른 레이어를 고르십시오.</translation>
    </message>
</context>
<context>
    <name>secateur::ImageFields</name>
    <message>
        <source>The order of the classes</source>
        <translation>클래스 순서</translation>
    </message>
    <message>
        <source>Texts (*.txt *.names);;All files (*)</source>
        <translation>텍스트 (*.txt *.names);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> 픽셀</translation>
    </message>
    <message>
        <source>by name; else as %1</source>
        <translation>위에서 고른 이름대로; 직접 쓰려면 %1</translation>
    </message>
    <message>
        <source>The file with the order of the classes</source>
        <translation>클래스 순서가 적힌 파일</translation>
    </message>
    <message>
        <source>A crop of %1 pixels does not fit into images resized to %2.</source>
        <translation>%1픽셀로 자르는 것은 %2(으)로 조정한 이미지보다 큽니다.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>파일 %1이(가) 없습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::ImagesSection</name>
    <message>
        <source>Images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>이미지 폴더 열기</translation>
    </message>
    <message>
        <source>What kind of images the network classifies.</source>
        <translation>네트워크가 분류하는 이미지의 종류입니다.</translation>
    </message>
    <message>
        <source>Fashion-MNIST, as installed</source>
        <translation>Fashion-MNIST, 설치된 것</translation>
    </message>
    <message>
        <source>CIFAR-10 or CIFAR-100</source>
        <translation>CIFAR-10 또는 CIFAR-100</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>이미지 폴더</translation>
    </message>
    <message>
        <source>IDX files, as MNIST&apos;s</source>
        <translation>IDX 파일(MNIST와 같은 형식)</translation>
    </message>
    <message>
        <source>The folder that holds the files; for images, train and test (or val) with one folder a class in each.</source>
        <translation>파일이 들어 있는 폴더입니다. 이미지라면 train과 test(또는 val) 안에 클래스마다 폴더가 하나씩 있어야 합니다.</translation>
    </message>
    <message>
        <source>Folder of the images</source>
        <translation>이미지 폴더</translation>
    </message>
    <message>
        <source>Downloads 170 MB from CIFAR-10&apos;s home page into your data folder, in the background.</source>
        <translation>CIFAR-10 홈페이지에서 170 MB를 데이터 폴더로 백그라운드에서 내려받습니다.</translation>
    </message>
    <message>
        <source>Give the folder of the images.</source>
        <translation>이미지 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>폴더 %1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>This folder has no test_batch.bin and no data_batch_1.</source>
        <translation>이 폴더에는 test_batch.bin도 data_batch_1도 없습니다.</translation>
    </message>
    <message>
        <source>This folder has no files *-images-idx3-ubyte or *-images-idx3-ubyte.gz.</source>
        <translation>이 폴더에는 *-images-idx3-ubyte나 *-images-idx3-ubyte.gz 파일이 없습니다.</translation>
    </message>
    <message>
        <source>Large images of several sizes are resized to 256 and cropped to 224; others must be of one size, or be resized and cropped.</source>
        <translation>크기가 제각각인 큰 이미지는 256으로 크기를 조정하고 224로 자릅니다. 그 밖의 이미지는 크기가 같거나, 크기를 조정하고 잘라야 합니다.</translation>
    </message>
    <message>
        <source>F&amp;older</source>
        <translation>폴더(&amp;O)</translation>
    </message>
    <message>
        <source>%1 is no folder.</source>
        <translation>%1은(는) 폴더가 아닙니다.</translation>
    </message>
    <message>
        <source>This folder has neither train, test or val nor a folder for each class.</source>
        <translation>이 폴더에는 train, test, val도 클래스별 폴더도 없습니다.</translation>
    </message>
    <message>
        <source>&amp;Data set</source>
        <translation>데이터 세트(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Get CIFAR-10 (170 MB)</source>
        <translation>CIFAR-10 받기(170 MB)(&amp;G)</translation>
    </message>
</context>
<context>
    <name>secateur::InterruptedBar</name>
    <message>
        <source>Res&amp;ume</source>
        <translation>다시 시작(&amp;U)</translation>
    </message>
    <message>
        <source>Starts them again with the settings that they had; what was measured is not measured again.</source>
        <translation>이전과 같은 설정으로 다시 시작합니다. 측정한 것은 다시 측정하지 않습니다.</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>잊기(&amp;F)</translation>
    </message>
    <message>
        <source>What they have measured stays in the study.</source>
        <translation>측정한 것은 스터디에 남습니다.</translation>
    </message>
    <message>
        <source>Interrupted: %1.</source>
        <translation>중단됨: %1.</translation>
    </message>
    <message>
        <source>Interrupted: %1 stages (%2).</source>
        <translation>중단됨: 단계 %1개(%2).</translation>
    </message>
</context>
<context>
    <name>secateur::JobDetails</name>
    <message>
        <source>Details of the selected job</source>
        <translation>선택한 작업의 세부 정보</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>Loss and accuracy of a training, while it runs.</source>
        <translation>학습이 실행되는 동안의 손실과 정확도입니다.</translation>
    </message>
    <message>
        <source>Log of the selected job</source>
        <translation>선택한 작업의 로그</translation>
    </message>
    <message>
        <source>What the job decided and noticed, a line each.</source>
        <translation>작업이 결정하고 알아낸 것이며, 한 줄에 하나씩입니다.</translation>
    </message>
    <message>
        <source>This job has not said anything yet.</source>
        <translation>이 작업은 아직 아무 말도 하지 않았습니다.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Error of the selected job</source>
        <translation>선택한 작업의 오류</translation>
    </message>
    <message>
        <source>Why the job failed, in full. What it measured before that is kept.</source>
        <translation>작업이 실패한 이유 전체입니다. 그 전에 측정한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>&amp;Copy error</source>
        <translation>오류 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Puts the whole text of the error on the clipboard.</source>
        <translation>오류의 텍스트 전체를 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Why the job failed, in full.</source>
        <translation>작업이 실패한 이유 전체입니다.</translation>
    </message>
</context>
<context>
    <name>secateur::JobIndicator</name>
    <message>
        <source>Show the list of jobs.</source>
        <translation>작업 목록을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Progress of the running job</source>
        <translation>실행 중인 작업의 진행률</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, %1 남음</translation>
    </message>
    <message>
        <source>, %1 more</source>
        <translation>, 외 %1개</translation>
    </message>
</context>
<context>
    <name>secateur::JobPanel</name>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Running: train epoch 3/9</source>
        <translation>실행 중: train epoch 3/9</translation>
    </message>
    <message>
        <source>Ca&amp;ncel job</source>
        <translation>작업 취소(&amp;N)</translation>
    </message>
    <message>
        <source>Asks the selected job to stop (Del). It ends at its next step; what it has measured is kept.</source>
        <translation>선택한 작업에 멈추도록 요청합니다(Del). 다음 단계에서 끝나며, 측정한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>Removes the jobs that are done, cancelled or failed from this list.</source>
        <translation>완료되거나 취소되거나 실패한 작업을 목록에서 지웁니다.</translation>
    </message>
    <message>
        <source>No jobs yet.
Start one from the Run menu: training, sweeps, pruning and quantization run in the background, are listed here with their progress, and can be cancelled.</source>
        <translation>아직 작업이 없습니다.
실행 메뉴에서 시작하십시오. 학습, 스윕, 가지치기, 양자화는 백그라운드에서 실행되고, 진행률과 함께 여기에 표시되며, 취소할 수 있습니다.</translation>
    </message>
    <message>
        <source>C&amp;lear finished</source>
        <translation>끝난 작업 지우기(&amp;L)</translation>
    </message>
</context>
<context>
    <name>secateur::LayerErrorsDialog</name>
    <message>
        <source>Quantization errors, layer by layer</source>
        <translation>레이어별 양자화 오차</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>&amp;Held-out images</source>
        <translation>홀드아웃 이미지(&amp;H)</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>활성화</translation>
    </message>
    <message>
        <source>Weights and layers</source>
        <translation>가중치와 레이어</translation>
    </message>
    <message>
        <source>The data set has no train split, so there are no held-out images.</source>
        <translation>데이터 세트에 학습 분할이 없으므로 홀드아웃 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>Every layer twice, only it quantized and all but it, on %1 images each. What the study has already is not measured again.</source>
        <translation>레이어마다 두 번, 그 레이어만 양자화한 것과 그 레이어만 뺀 것을 이미지 %1장씩으로 측정합니다. 스터디에 이미 있는 것은 다시 측정하지 않습니다.</translation>
    </message>
    <message>
        <source>Images of the train split that no training here sees; each figure classifies them.</source>
        <translation>여기서 하는 어떤 학습도 보지 않는 학습 분할의 이미지입니다. 수치마다 이들을 분류합니다.</translation>
    </message>
</context>
<context>
    <name>secateur::LayerFacts</name>
    <message>
        <source>Facts of what is selected</source>
        <translation>선택한 것에 대한 사실</translation>
    </message>
    <message>
        <source>The whole network</source>
        <translation>네트워크 전체</translation>
    </message>
</context>
<context>
    <name>secateur::LayerPicker</name>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>All %1 layers</source>
        <translation>레이어 %1개 전부</translation>
    </message>
    <message>
        <source>Only the ticked ones</source>
        <translation>체크한 것만</translation>
    </message>
    <message>
        <source>Every convolution and linear layer, or only those that are ticked in the list.</source>
        <translation>모든 합성곱 및 선형 레이어, 또는 목록에서 체크한 것만입니다.</translation>
    </message>
    <message>
        <source>None, or those that are ticked in the list.</source>
        <translation>없음, 또는 목록에서 체크한 것입니다.</translation>
    </message>
    <message>
        <source>Layers to take</source>
        <translation>대상 레이어</translation>
    </message>
    <message>
        <source>Tick a layer with the mouse or with the space bar.</source>
        <translation>마우스나 스페이스 바로 레이어를 체크합니다.</translation>
    </message>
    <message>
        <source>Tick at least one layer.</source>
        <translation>레이어를 하나 이상 체크하십시오.</translation>
    </message>
</context>
<context>
    <name>secateur::LayerTable</name>
    <message>
        <source>Totals of the rows that are shown, and their share of the network.</source>
        <translation>보이는 행의 합계와 네트워크에서 차지하는 비율입니다.</translation>
    </message>
    <message>
        <source>Filter of the layer table</source>
        <translation>레이어 표의 필터</translation>
    </message>
    <message>
        <source>Filter by name, block, kind or role (Ctrl+F)</source>
        <translation>이름, 블록, 종류, 역할로 거르기(Ctrl+F)</translation>
    </message>
    <message>
        <source>Shows the layers that contain every word, for example: block 3 depthwise</source>
        <translation>모든 단어가 들어 있는 레이어를 보여 줍니다. 예: block 3 depthwise</translation>
    </message>
    <message>
        <source>Layers of the network</source>
        <translation>네트워크의 레이어</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>레이어 %1개</translation>
    </message>
    <message>
        <source>%1 of %2 layers</source>
        <translation>레이어 %2개 중 %1개</translation>
    </message>
    <message>
        <source>%1 parameters%2</source>
        <translation>파라미터 %1%2</translation>
    </message>
    <message>
        <source>%1 MACs on %2 images%3</source>
        <translation>MACs %1, 이미지 %2%3</translation>
    </message>
    <message>
        <source>sparsity %1</source>
        <translation>희소성 %1</translation>
    </message>
    <message>
        <source>Also layers &amp;without weights</source>
        <translation>가중치 없는 레이어도(&amp;W)</translation>
    </message>
    <message>
        <source>Normalisations, activations, joins and pooling, which are folded away unless they are looked for or selected.</source>
        <translation>정규화, 활성화, 합류, 풀링입니다. 찾거나 선택하지 않으면 접혀 있습니다.</translation>
    </message>
    <message>
        <source>%1 layers (%2 without weights folded)</source>
        <translation>레이어 %1개(가중치 없는 %2개는 접힘)</translation>
    </message>
</context>
<context>
    <name>secateur::LivePlot</name>
    <message>
        <source>Live figures over progress</source>
        <translation>진행에 따른 실시간 수치</translation>
    </message>
    <message>
        <source>No live figures for this job. Training and fine-tuning show their loss and accuracy here while they run.</source>
        <translation>이 작업에는 실시간 수치가 없습니다. 학습과 미세 조정은 실행되는 동안 손실과 정확도를 여기에 보여 줍니다.</translation>
    </message>
    <message>
        <source>Show or hide the curve of this figure; the number is its latest value.</source>
        <translation>이 수치의 곡선을 보이거나 숨깁니다. 숫자는 가장 최근 값입니다.</translation>
    </message>
    <message>
        <source>Accuracy (%)</source>
        <translation>정확도(%)</translation>
    </message>
    <message>
        <source>Live figures of the selected job</source>
        <translation>선택한 작업의 실시간 수치</translation>
    </message>
</context>
<context>
    <name>secateur::MainWindow</name>
    <message>
        <source>Secateur</source>
        <translation>Secateur</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>읽기 전용</translation>
    </message>
    <message>
        <source>The study cannot be written: what is measured now is lost when the window closes. File, Save a copy keeps it.</source>
        <translation>스터디에 쓸 수 없습니다. 지금 측정하는 것은 창을 닫으면 사라집니다. 파일 메뉴의 스터디 사본 저장으로 보존할 수 있습니다.</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 실패: %2</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>여는 중…</translation>
    </message>
    <message>
        <source>no network in this study</source>
        <translation>이 스터디에 네트워크 없음</translation>
    </message>
    <message>
        <source>%1 of %2 %3 images</source>
        <translation>%3 이미지 %2장에서 %1</translation>
    </message>
    <message>
        <source>%1 of %2 other %3 images</source>
        <translation>다른 %3 이미지 %2장에서 %1</translation>
    </message>
    <message>
        <source>no images open</source>
        <translation>열린 이미지 없음</translation>
    </message>
    <message>
        <source>Work in progress</source>
        <translation>진행 중인 작업</translation>
    </message>
    <message>
        <source>Jobs are running or queued. Stop them and close? What was measured is kept, and they can be resumed when the study is opened again.</source>
        <translation>작업이 실행 중이거나 대기 중입니다. 멈추고 닫겠습니까? 측정한 것은 보존되며, 스터디를 다시 열면 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 is not a local file.</source>
        <translation>%1은(는) 로컬 파일이 아닙니다.</translation>
    </message>
    <message>
        <source>Read-only, follows</source>
        <translation>읽기 전용, 자동 갱신</translation>
    </message>
    <message>
        <source>Another program works on this study: its results are shown here as they come.</source>
        <translation>다른 프로그램이 이 스터디를 쓰고 있습니다. 그 결과가 나오는 대로 여기에 보입니다.</translation>
    </message>
</context>
<context>
    <name>secateur::MessageBar</name>
    <message>
        <source>Details…</source>
        <translation>자세히…</translation>
    </message>
    <message>
        <source>The whole message, to scroll and copy.</source>
        <translation>메시지 전체를 스크롤하고 복사할 수 있게 보여 줍니다.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Hide this message (Esc).</source>
        <translation>이 메시지를 숨깁니다(Esc).</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>잘못된 점</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>복사(&amp;C)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Opens the folder that it is in.</source>
        <translation>파일이 들어 있는 폴더를 엽니다.</translation>
    </message>
</context>
<context>
    <name>secateur::ModelController</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Read the network beside</source>
        <translation>나란히 볼 네트워크 읽기</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>secateur::ModelPage</name>
    <message>
        <source>&lt;h3&gt;No network is open&lt;/h3&gt;&lt;p&gt;Open a checkpoint or a study with File, Open (Ctrl+O), or drop a file on this window.&lt;/p&gt;&lt;p&gt;The drawing of its blocks and the table of its layers appear here.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;열린 네트워크가 없습니다&lt;/h3&gt;&lt;p&gt;파일 메뉴의 열기(Ctrl+O)로 체크포인트나 스터디를 열거나, 이 창에 파일을 끌어다 놓으십시오.&lt;/p&gt;&lt;p&gt;블록 그림과 레이어 표가 여기에 나타납니다.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>색 기준</translation>
    </message>
    <message>
        <source>Another network of the study, drawn beside this one: selection and zoom go in step, and what is narrower has its width there as an outline.</source>
        <translation>스터디의 다른 네트워크를 나란히 그립니다. 선택과 확대가 함께 움직이고, 더 좁은 것은 다른 쪽의 너비가 윤곽선으로 보입니다.</translation>
    </message>
    <message>
        <source>Drawing of the other network</source>
        <translation>다른 네트워크의 그림</translation>
    </message>
    <message>
        <source>&amp;Beside</source>
        <translation>나란히(&amp;B)</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
</context>
<context>
    <name>secateur::NetworkActions</name>
    <message>
        <source>&amp;Rename</source>
        <translation>이름 바꾸기(&amp;R)</translation>
    </message>
    <message>
        <source>Gives the network another name.</source>
        <translation>네트워크에 다른 이름을 붙입니다.</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>메모(&amp;N)…</translation>
    </message>
    <message>
        <source>A line about it, for its tool tip and the report.</source>
        <translation>네트워크에 대한 한 줄이며, 도구 설명과 보고서에 나옵니다.</translation>
    </message>
    <message>
        <source>Set as re&amp;ference</source>
        <translation>기준으로 삼기(&amp;F)</translation>
    </message>
    <message>
        <source>Drops, class changes and flipped images are counted against it.</source>
        <translation>하락, 클래스 변화, 뒤바뀐 이미지를 이 네트워크와 견주어 셉니다.</translation>
    </message>
    <message>
        <source>Show the &amp;command that makes it…</source>
        <translation>만드는 명령 보기(&amp;C)…</translation>
    </message>
    <message>
        <source>Of secateur-cli, with those of the networks that it was made from.</source>
        <translation>이 네트워크와, 이것을 만든 바탕 네트워크들의 secateur-cli 명령입니다.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>삭제(&amp;D)</translation>
    </message>
    <message>
        <source>Takes it, and what was made from it, out of the study; it can be restored.</source>
        <translation>네트워크와 거기서 만든 것을 스터디에서 뺍니다. 되살릴 수 있습니다.</translation>
    </message>
    <message>
        <source>Brings back all that were deleted.</source>
        <translation>삭제한 것을 모두 되돌립니다.</translation>
    </message>
    <message>
        <source>Re&amp;store the %1 deleted</source>
        <translation>삭제한 %1개 되살리기(&amp;S)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>A line about %1:</source>
        <translation>%1에 대한 한 줄:</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>The command that makes it</source>
        <translation>만드는 명령</translation>
    </message>
</context>
<context>
    <name>secateur::NetworkFormFields</name>
    <message>
        <source>those at the top of the file</source>
        <translation>파일 맨 위에 있는 것</translation>
    </message>
    <message>
        <source>%1 (averaged)</source>
        <translation>%1(평균)</translation>
    </message>
</context>
<context>
    <name>secateur::NetworkList</name>
    <message>
        <source>Rename %1</source>
        <translation>%1 이름 바꾸기</translation>
    </message>
    <message>
        <source>Another network is called %1 already.</source>
        <translation>이름이 %1인 다른 네트워크가 이미 있습니다.</translation>
    </message>
    <message>
        <source>Rename network</source>
        <translation>네트워크 이름 바꾸기</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Change note</source>
        <translation>메모 바꾸기</translation>
    </message>
    <message>
        <source>A study keeps at least one network.</source>
        <translation>스터디에는 네트워크가 하나 이상 남아야 합니다.</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 삭제</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>%1 되살리기</translation>
    </message>
    <message>
        <source>%1 is deleted. Ctrl+Z, or Restore in the menu of the networks, brings it back.</source>
        <translation>%1을(를) 삭제했습니다. Ctrl+Z나 네트워크 메뉴의 되살리기로 되돌립니다.</translation>
    </message>
    <message>
        <source>%1 and %2 made from it are deleted. Ctrl+Z, or Restore in the menu of the networks, brings them back.</source>
        <translation>%1과(와) 거기서 만든 %2개를 삭제했습니다. Ctrl+Z나 네트워크 메뉴의 되살리기로 되돌립니다.</translation>
    </message>
    <message>
        <source>Restore networks</source>
        <translation>네트워크 되살리기</translation>
    </message>
</context>
<context>
    <name>secateur::NetworkSection</name>
    <message>
        <source>Network</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>Open a checkpoint</source>
        <translation>체크포인트 열기</translation>
    </message>
    <message>
        <source>Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors *.onnx);;All files (*)</source>
        <translation>체크포인트 (*.pth *.pt *.bin *.ckpt *.safetensors *.onnx);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Checkpoint &amp;file</source>
        <translation>체크포인트 파일(&amp;F)</translation>
    </message>
    <message>
        <source>A PyTorch state_dict or a safetensors file, or any network as ONNX.</source>
        <translation>PyTorch state_dict나 safetensors 파일, 또는 ONNX로 저장한 네트워크입니다.</translation>
    </message>
    <message>
        <source>Checkpoint file</source>
        <translation>체크포인트 파일</translation>
    </message>
    <message>
        <source>An untrained network, made from the seed, to be trained here.</source>
        <translation>시드로 만든, 학습되지 않은 네트워크입니다. 여기서 학습시킵니다.</translation>
    </message>
    <message>
        <source>The start of every random choice; it also decides which images are held out, so give the one that the checkpoint was trained with, if there was one.</source>
        <translation>모든 무작위 선택의 출발점입니다. 홀드아웃 이미지도 이것으로 정해지므로, 체크포인트를 학습시킬 때 쓴 시드가 있으면 그 값을 입력하십시오.</translation>
    </message>
    <message>
        <source>the one whose weights fit</source>
        <translation>가중치가 맞는 것</translation>
    </message>
    <message>
        <source>The networks that Secateur can build, and load a checkpoint into; a file says by itself which one it holds.</source>
        <translation>Secateur가 만들고 체크포인트를 읽어 들일 수 있는 네트워크입니다. 파일을 고르면 어떤 네트워크인지 스스로 알아냅니다.</translation>
    </message>
    <message>
        <source>Give the checkpoint&apos;s file, or choose random parameters.</source>
        <translation>체크포인트 파일을 지정하거나 무작위 파라미터를 고르십시오.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>파일 %1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>Looking at the network…</source>
        <translation>네트워크를 살펴보는 중…</translation>
    </message>
    <message>
        <source>Choose the network that is to be made.</source>
        <translation>만들 네트워크를 고르십시오.</translation>
    </message>
    <message>
        <source>Train the network first: until then its accuracy is that of guessing.</source>
        <translation>먼저 네트워크를 학습시키십시오. 그 전까지 정확도는 추측과 같습니다.</translation>
    </message>
    <message>
        <source>Random &amp;parameters instead</source>
        <translation>대신 무작위 파라미터(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>시드(&amp;E)</translation>
    </message>
    <message>
        <source>Networ&amp;k</source>
        <translation>네트워크(&amp;K)</translation>
    </message>
    <message>
        <source>%1 is no file.</source>
        <translation>%1은(는) 파일이 아닙니다.</translation>
    </message>
    <message>
        <source>Go on &amp;with %1</source>
        <translation>%1(으)로 계속(&amp;W)</translation>
    </message>
    <message>
        <source>A study of this network: %1</source>
        <translation>이 네트워크의 스터디: %1</translation>
    </message>
</context>
<context>
    <name>secateur::NetworkView</name>
    <message>
        <source>Network drawing</source>
        <translation>네트워크 그림</translation>
    </message>
    <message>
        <source>Draw the network larger</source>
        <translation>네트워크를 더 크게 그리기</translation>
    </message>
    <message>
        <source>Draw the network smaller</source>
        <translation>네트워크를 더 작게 그리기</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Show all of the network</source>
        <translation>네트워크 전체 보기</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>네트워크 없음</translation>
    </message>
    <message>
        <source>%1 blocks, coloured by %2.</source>
        <translation>블록 %1개, 색 기준: %2.</translation>
    </message>
    <message>
        <source> Selected: %1, channels %2, resolution %3.</source>
        <translation> 선택: %1, 채널 %2, 해상도 %3.</translation>
    </message>
    <message>
        <source> Layer %1, %2, output %3, %4 parameters.</source>
        <translation> 레이어 %1, %2, 출력 %3, 파라미터 %4개.</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
</context>
<context>
    <name>secateur::NetworksPanel</name>
    <message>
        <source>The images that every accuracy in this window and in reports is of; figures of other images are grey and not compared.</source>
        <translation>이 창과 보고서의 모든 정확도가 기준으로 삼는 이미지입니다. 다른 이미지에서 얻은 수치는 회색이며 비교하지 않습니다.</translation>
    </message>
    <message>
        <source>Measured &amp;on:</source>
        <translation>측정 대상(&amp;O):</translation>
    </message>
    <message>
        <source>Networks of the study</source>
        <translation>스터디의 네트워크</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>Top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>희소성</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>초당 이미지</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>하락</translation>
    </message>
    <message>
        <source>MACs</source>
        <translation>MACs</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Share of the images named above whose most likely class is the right one.</source>
        <translation>위에 적힌 이미지 중 가장 그럴듯한 클래스가 정답인 것의 비율입니다.</translation>
    </message>
    <message>
        <source>Share of the convolution and linear weights that are exactly zero.</source>
        <translation>합성곱 및 선형 가중치 중 정확히 0인 것의 비율입니다.</translation>
    </message>
    <message>
        <source>On all cores, of the last time that speeds were measured together (Run, Measure speed).</source>
        <translation>모든 코어를 쓴 속도이며, 마지막으로 함께 측정한 값입니다(실행 메뉴의 속도 측정).</translation>
    </message>
    <message>
        <source>Each below the one that it was made from. Ticked ones are compared; the one in bold is the reference.</source>
        <translation>각 네트워크는 바탕이 된 네트워크 아래에 있습니다. 체크한 것을 비교하며, 굵은 것이 기준입니다.</translation>
    </message>
    <message>
        <source>How much less often it is right than the root of its family, on the same images, in percentage points; the interval (95 %) is in the tool tip.</source>
        <translation>같은 이미지에서 계열의 뿌리보다 얼마나 덜 맞히는지를 %p로 나타냅니다. 95 % 신뢰 구간은 도구 설명에 있습니다.</translation>
    </message>
    <message>
        <source>Multiply-adds for one of the open images, in millions.</source>
        <translation>열린 이미지 한 장에 대한 곱셈-누산이며, 단위는 백만입니다.</translation>
    </message>
    <message>
        <source>All numbers that the network holds.</source>
        <translation>네트워크에 있는 모든 수의 개수입니다.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> (%1)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Of %1 other images (%2), not to be compared with the rest.
%3</source>
        <translation>다른 이미지 %1장(%2)에서 얻은 값이며, 나머지와 비교할 수 없습니다.
%3</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>Run, Measure speed lets the networks take turns.</source>
        <translation>실행 메뉴의 속도 측정이 네트워크를 번갈아 실행합니다.</translation>
    </message>
    <message>
        <source>Of the network&apos;s file as it is stored, in the unit of Preferences. 1 MB is a million bytes, 1 MiB is 1,048,576.</source>
        <translation>저장된 네트워크 파일의 크기이며, 단위는 환경설정에서 고릅니다. 1 MB는 백만 바이트, 1 MiB는 1,048,576바이트입니다.</translation>
    </message>
</context>
<context>
    <name>secateur::NewStudyDialog</name>
    <message>
        <source>New study</source>
        <translation>새 스터디</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>만들기(&amp;C)</translation>
    </message>
    <message>
        <source>Made as soon as the network and the images were looked at…</source>
        <translation>네트워크와 이미지를 살펴보는 대로 만듭니다…</translation>
    </message>
    <message>
        <source>Nothing is measured until you ask for it.</source>
        <translation>요청하기 전에는 아무것도 측정하지 않습니다.</translation>
    </message>
    <message>
        <source>Evaluated at once on %1 test images: about %2.</source>
        <translation>테스트 이미지 %1장으로 바로 평가합니다: 약 %2.</translation>
    </message>
    <message>
        <source>Evaluated at once on %1 test images.</source>
        <translation>테스트 이미지 %1장으로 바로 평가합니다.</translation>
    </message>
    <message>
        <source>These images were found near the network&apos;s file.</source>
        <translation>네트워크 파일 옆에서 찾은 이미지입니다.</translation>
    </message>
    <message>
        <source>Evaluated on %1 test images after the work that runs now.</source>
        <translation>지금 하는 작업이 끝난 뒤 테스트 이미지 %1장으로 평가합니다.</translation>
    </message>
    <message>
        <source>The images are read in grey, for a network of one channel.</source>
        <translation>채널이 하나인 네트워크이므로 이미지를 흑백으로 읽습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::OpenDataDialog</name>
    <message>
        <source>Open images</source>
        <translation>이미지 열기</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Open a folder of labelled images</source>
        <translation>레이블이 붙은 이미지 폴더 열기</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>폴더(&amp;F)</translation>
    </message>
    <message>
        <source>IDX or CIFAR files, or images: train and test (or val) with one folder a class in each.</source>
        <translation>IDX나 CIFAR 파일, 또는 이미지: train과 test(또는 val) 안에 클래스마다 폴더가 하나씩 있습니다.</translation>
    </message>
    <message>
        <source>Folder of the images</source>
        <translation>이미지 폴더</translation>
    </message>
    <message>
        <source>Give the folder of the images.</source>
        <translation>이미지 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>폴더 %1이(가) 없습니다.</translation>
    </message>
    <message>
        <source>%1 again, read this way.</source>
        <translation>%1을(를) 이 방식으로 다시 읽습니다.</translation>
    </message>
    <message>
        <source>What is measured next is measured on these images.</source>
        <translation>다음에 측정하는 것은 이 이미지로 측정합니다.</translation>
    </message>
</context>
<context>
    <name>secateur::OpenNetworkDialog</name>
    <message>
        <source>Open network</source>
        <translation>네트워크 열기</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>the one whose weights fit</source>
        <translation>가중치가 맞는 것</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>네트워크(&amp;N)</translation>
    </message>
    <message>
        <source>The network whose weights the file holds.</source>
        <translation>파일에 든 가중치의 네트워크입니다.</translation>
    </message>
    <message>
        <source>What the file does not say and is not chosen here is assumed, tried on the open images, and said.</source>
        <translation>파일에 없고 여기서 고르지도 않은 것은 가정하여, 열린 이미지로 시험해 보고, 결과를 알립니다.</translation>
    </message>
</context>
<context>
    <name>secateur::OptionsForm</name>
    <message>
        <source>all %1</source>
        <translation>전부(%1)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source> 0 means all.</source>
        <translation> 0은 전부를 뜻합니다.</translation>
    </message>
</context>
<context>
    <name>secateur::PathBar</name>
    <message>
        <source>Baseline</source>
        <translation>기준선</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>민감도</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>가지치기</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>복구</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>How many test images the network gets right before anything is done to it.</source>
        <translation>아무것도 하기 전에 네트워크가 테스트 이미지를 몇 장 맞히는지 나타냅니다.</translation>
    </message>
    <message>
        <source>How much of each layer can be pruned before accuracy falls.</source>
        <translation>정확도가 떨어지기 전까지 각 레이어를 얼마나 가지치기할 수 있는지 나타냅니다.</translation>
    </message>
    <message>
        <source>Weights set to zero, or whole channels cut out.</source>
        <translation>가중치를 0으로 만들거나 채널을 통째로 잘라 냅니다.</translation>
    </message>
    <message>
        <source>Fine-tuned or recalibrated, so that accuracy comes back.</source>
        <translation>미세 조정하거나 재보정하여 정확도를 되찾습니다.</translation>
    </message>
    <message>
        <source>The network computes with 8-bit integers.</source>
        <translation>네트워크가 8비트 정수로 계산합니다.</translation>
    </message>
    <message>
        <source>All networks side by side; the report is one click from here.</source>
        <translation>모든 네트워크를 나란히 보여 줍니다. 여기서 클릭 한 번이면 보고서입니다.</translation>
    </message>
    <message>
        <source>Do all the steps…</source>
        <translation>모든 단계 실행…</translation>
    </message>
    <message>
        <source>Write the report…</source>
        <translation>보고서 쓰기…</translation>
    </message>
    <message>
        <source>next step</source>
        <translation>다음 단계</translation>
    </message>
    <message>
        <source>Next: look at the result</source>
        <translation>다음: 결과 보기</translation>
    </message>
    <message>
        <source>Next: %1…</source>
        <translation>다음: %1…</translation>
    </message>
    <message>
        <source>Other networks of this step</source>
        <translation>이 단계의 다른 네트워크</translation>
    </message>
</context>
<context>
    <name>secateur::PathField</name>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Browse: %1</source>
        <translation>찾아보기: %1</translation>
    </message>
</context>
<context>
    <name>secateur::PipelineDialog</name>
    <message>
        <source>Run the pipeline</source>
        <translation>파이프라인 실행</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>&amp;Scale</source>
        <translation>규모(&amp;S)</translation>
    </message>
    <message>
        <source>A first look takes few images everywhere and says in minutes what to expect; all images give the figures that reports are made of.</source>
        <translation>첫 훑어보기는 모든 단계에서 적은 이미지를 써서 몇 분 안에 무엇을 기대할 수 있는지 알려 줍니다. 모든 이미지를 쓰면 보고서에 쓸 수치를 얻습니다.</translation>
    </message>
    <message>
        <source>First look: few images</source>
        <translation>첫 훑어보기: 적은 이미지</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>모든 이미지</translation>
    </message>
    <message>
        <source>The data set has no test images.</source>
        <translation>데이터 세트에 테스트 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>The data set has no train split, which the sweep, fine-tuning and calibration need.</source>
        <translation>데이터 세트에 스윕, 미세 조정, 보정에 필요한 학습 분할이 없습니다.</translation>
    </message>
    <message>
        <source>Baseline, sweep, pruned, recalibrated, fine-tuned, INT8, each measured on the same test images. What the study has already is not done again; cancelling keeps what was measured.</source>
        <translation>기준선, 스윕, 가지치기, 재보정, 미세 조정, INT8을 각각 같은 테스트 이미지로 측정합니다. 스터디에 이미 있는 것은 다시 하지 않으며, 취소해도 측정한 것은 보존됩니다.</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>복구</translation>
    </message>
</context>
<context>
    <name>secateur::PlanGoal</name>
    <message>
        <source>What the plan is made for: every layer at its own safe ratio, or a budget of the whole network that loses least by the curves.</source>
        <translation>계획의 목적입니다. 레이어마다 자신의 안전 비율을 쓰거나, 곡선에 따라 손실이 가장 적도록 네트워크 전체의 예산을 나눕니다.</translation>
    </message>
    <message>
        <source>Safe ratios</source>
        <translation>안전 비율</translation>
    </message>
    <message>
        <source>Sparsity at least</source>
        <translation>희소성 최소</translation>
    </message>
    <message>
        <source>Multiply-adds at most</source>
        <translation>곱셈-누산 최대</translation>
    </message>
    <message>
        <source>Size at most</source>
        <translation>크기 최대</translation>
    </message>
    <message>
        <source>Budget of the plan</source>
        <translation>계획의 예산</translation>
    </message>
    <message>
        <source>Plan &amp;for</source>
        <translation>계획 목적(&amp;F)</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> M of %1 M</source>
        <translation> M / %1 M</translation>
    </message>
    <message>
        <source>Share of all convolution and linear weights that must be zero.</source>
        <translation>모든 합성곱 및 선형 가중치 중 0이어야 하는 비율입니다.</translation>
    </message>
    <message>
        <source>Multiply-adds of one image, in millions, those with a zero weight left out.</source>
        <translation>이미지 한 장의 곱셈-누산이며, 단위는 백만이고, 가중치가 0인 것은 뺍니다.</translation>
    </message>
    <message>
        <source> %1 of %2 %1</source>
        <translation> %1 / %2 %1</translation>
    </message>
    <message>
        <source>Of the weights; each layer dense or as a mask and values, whichever is smaller. 1 MB is a million bytes, 1 MiB is 1,048,576.</source>
        <translation>가중치의 크기입니다. 레이어마다 조밀한 형태와 마스크와 값으로 된 형태 중 작은 쪽입니다. 1 MB는 백만 바이트, 1 MiB는 1,048,576바이트입니다.</translation>
    </message>
</context>
<context>
    <name>secateur::PlanPanel</name>
    <message>
        <source>Res&amp;et</source>
        <translation>초기화(&amp;E)</translation>
    </message>
    <message>
        <source>Prune and &amp;measure this plan</source>
        <translation>이 계획으로 가지치기하고 측정(&amp;M)</translation>
    </message>
    <message>
        <source>Pruning &amp;plan</source>
        <translation>가지치기 계획(&amp;P)</translation>
    </message>
    <message>
        <source>What the plan leaves. Sparsity: the share of the convolution and linear weights that are zero.</source>
        <translation>계획이 남기는 것입니다. 희소성: 합성곱 및 선형 가중치 중 0인 것의 비율.</translation>
    </message>
    <message>
        <source>Each layer&apos;s drop is read off its curve, and the drops are added up. What layers lose beyond that when they are pruned together is taken from what was measured together: plans of this network and the curve of all layers. In brackets the interval: of the points, and of the errors of what it is calibrated by. No more can be lost than the network is above chance.</source>
        <translation>레이어마다 곡선에서 하락을 읽어 더합니다. 함께 가지치기할 때 더 잃는 양은 함께 측정한 것, 곧 이 네트워크의 계획들과 모든 레이어의 곡선에서 가져옵니다. 대괄호 안은 신뢰 구간이며, 측정점의 오차와 보정에 쓴 것의 오차를 담습니다. 네트워크가 우연보다 나은 만큼보다 더 잃을 수는 없습니다.</translation>
    </message>
    <message>
        <source>Pruning plan</source>
        <translation>가지치기 계획</translation>
    </message>
    <message>
        <source>Every layer back to what is proposed.</source>
        <translation>모든 레이어를 제안된 값으로 되돌립니다.</translation>
    </message>
    <message>
        <source>Prune every layer at its plan ratio, all at once, and count what the network then gets right. The drops of layers pruned together do not simply add up.</source>
        <translation>모든 레이어를 계획 비율로 한꺼번에 가지치기하고, 그때 네트워크가 몇 장을 맞히는지 셉니다. 함께 가지치기한 레이어들의 하락은 단순히 더해지지 않습니다.</translation>
    </message>
    <message>
        <source>Another plan: %1</source>
        <translation>다른 계획: %1</translation>
    </message>
    <message>
        <source>Predicted drop: %1</source>
        <translation>예상 하락: %1</translation>
    </message>
    <message>
        <source>No predicted drop: a ratio lies beyond the measured ones</source>
        <translation>예상 하락 없음: 측정한 범위를 넘는 비율이 있습니다</translation>
    </message>
    <message>
        <source>plan %1 at %2</source>
        <translation>%1을(를) %2(으)로 계획</translation>
    </message>
    <message>
        <source>reset the plan</source>
        <translation>계획 초기화</translation>
    </message>
    <message>
        <source>plan %1 as proposed</source>
        <translation>%1을(를) 제안대로 계획</translation>
    </message>
</context>
<context>
    <name>secateur::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>환경설정</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Folder of studies</source>
        <translation>스터디 폴더</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>스레드(&amp;T)</translation>
    </message>
    <message>
        <source>Of evaluations, sweeps and trainings. Fewer leave cores to other programs.</source>
        <translation>평가, 스윕, 학습에 쓰는 스레드 수입니다. 적게 쓰면 다른 프로그램에 코어가 남습니다.</translation>
    </message>
    <message>
        <source>one a core (%1)</source>
        <translation>코어마다 하나(%1)</translation>
    </message>
    <message>
        <source>&amp;Measure a network that has no result yet</source>
        <translation>아직 결과가 없는 네트워크 측정(&amp;M)</translation>
    </message>
    <message>
        <source>When its study is opened, on the images below.</source>
        <translation>스터디를 열 때 아래의 이미지로 측정합니다.</translation>
    </message>
    <message>
        <source>&amp;First look, images</source>
        <translation>첫 훑어보기 이미지(&amp;F)</translation>
    </message>
    <message>
        <source>Test images that such a network is measured on; all are measured with F5.</source>
        <translation>그런 네트워크를 측정하는 테스트 이미지의 수입니다. F5 키는 전부로 측정합니다.</translation>
    </message>
    <message>
        <source>S&amp;weep, images</source>
        <translation>스윕 이미지(&amp;W)</translation>
    </message>
    <message>
        <source>Held-out images that the dialog of sweeps proposes.</source>
        <translation>스윕 대화 상자가 제안하는 홀드아웃 이미지의 수입니다.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모든</translation>
    </message>
    <message>
        <source>Folder of &amp;studies</source>
        <translation>스터디 폴더(&amp;S)</translation>
    </message>
    <message>
        <source>Where studies are made: those that get no name, and what File, New study proposes.</source>
        <translation>스터디를 만드는 곳입니다. 이름을 주지 않은 스터디와, 파일 메뉴의 새 스터디가 제안하는 곳입니다.</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>색(&amp;C)</translation>
    </message>
    <message>
        <source>Of the window; exports are light.</source>
        <translation>창의 색입니다. 내보낸 그림은 밝습니다.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>Of the window, from the next start of the program on.</source>
        <translation>창의 언어이며, 프로그램을 다음에 시작할 때부터 적용됩니다.</translation>
    </message>
    <message>
        <source>%1 is no folder.</source>
        <translation>%1은(는) 폴더가 아닙니다.</translation>
    </message>
    <message>
        <source>Launc&amp;her</source>
        <translation>실행기(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Images kept in memory, MB</source>
        <translation>메모리에 보관하는 이미지, MB(&amp;I)</translation>
    </message>
    <message>
        <source>Of folders of images: what is read again is not decoded again.</source>
        <translation>이미지 폴더에 해당합니다. 다시 읽는 이미지는 다시 디코딩하지 않습니다.</translation>
    </message>
    <message>
        <source>Images kept on &amp;disk, GB</source>
        <translation>디스크에 보관하는 이미지, GB(&amp;D)</translation>
    </message>
    <message>
        <source>More of them, in a file in $TMPDIR, else /var/tmp, for data sets that are opened from now on; it is gone with the program.</source>
        <translation>지금부터 여는 데이터 세트의 이미지를 $TMPDIR, 없으면 /var/tmp의 파일에 더 보관합니다. 프로그램이 끝나면 사라집니다.</translation>
    </message>
    <message>
        <source>How Run, Run elsewhere starts a command on other machines, with {command} where the command goes, or {quoted} where it goes as one word, for another shell: ssh server {quoted}, or srun --ntasks 8 {command}</source>
        <translation>실행, 다른 곳에서 실행이 다른 컴퓨터에서 명령을 시작하는 방법입니다. 명령이 들어갈 자리는 {command}, 다른 셸에 한 단어로 넘길 자리는 {quoted}입니다. 예: ssh server {quoted} 또는 srun --ntasks 8 {command}</translation>
    </message>
    <message>
        <source>The launcher has neither {command} nor {quoted}.</source>
        <translation>실행기에 {command}도 {quoted}도 없습니다.</translation>
    </message>
    <message>
        <source>Si&amp;zes in</source>
        <translation>크기 단위(&amp;Z)</translation>
    </message>
    <message>
        <source>Of networks and their weights, in the window and in what it exports, from now on. A megabyte is a million bytes, a mebibyte is 1,048,576. Columns of bytes in CSV stay bytes.</source>
        <translation>네트워크와 가중치의 크기를 창과 내보낸 파일에서 나타내는 단위이며, 바로 적용됩니다. 메가바이트는 백만 바이트, 메비바이트는 1,048,576바이트입니다. CSV의 바이트 열은 그대로 바이트입니다.</translation>
    </message>
    <message>
        <source>megabytes (MB)</source>
        <translation>메가바이트(MB)</translation>
    </message>
    <message>
        <source>mebibytes (MiB)</source>
        <translation>메비바이트(MiB)</translation>
    </message>
    <message>
        <source>Units and colours hold at once, the language from the next start on, the rest from the next stage and study on.</source>
        <translation>단위와 색은 바로, 언어는 다음 시작부터, 나머지는 다음 단계와 다음 스터디부터 적용됩니다.</translation>
    </message>
</context>
<context>
    <name>secateur::PruneDialog</name>
    <message>
        <source>Prune</source>
        <translation>가지치기</translation>
    </message>
    <message>
        <source> The network as it is stays in the study.</source>
        <translation> 지금의 네트워크는 스터디에 남습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::QatDialog</name>
    <message>
        <source>Quantization-aware training</source>
        <translation>양자화 인식 학습</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>Reci&amp;pe</source>
        <translation>레시피(&amp;P)</translation>
    </message>
    <message>
        <source>The settings of the post-training quantization that the training starts from; F9 keeps settings as a recipe.</source>
        <translation>학습을 시작하는 학습 후 양자화의 설정입니다. F9 키에서 설정을 레시피로 저장합니다.</translation>
    </message>
    <message>
        <source>Training &amp;images</source>
        <translation>학습 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>How many images of the train split are trained on.</source>
        <translation>학습에 쓰는, 학습 분할의 이미지 수입니다.</translation>
    </message>
    <message>
        <source>&amp;Held-out images</source>
        <translation>홀드아웃 이미지(&amp;H)</translation>
    </message>
    <message>
        <source>On these the converted INT8 network is measured after every epoch; the best is kept.</source>
        <translation>에폭마다 변환된 INT8 네트워크를 이 이미지로 측정하고, 가장 좋은 것을 보존합니다.</translation>
    </message>
    <message>
        <source>The data set has no training images.</source>
        <translation>데이터 세트에 학습 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>There are no held-out images to choose the best epoch by.</source>
        <translation>가장 좋은 에폭을 고를 홀드아웃 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>Starts from post-training quantization. After each of %1 epochs the network is converted and measured on INT8 kernels; pruned weights stay zero.</source>
        <translation>학습 후 양자화에서 시작합니다. 에폭(모두 %1번)이 끝날 때마다 네트워크를 변환하여 INT8 커널로 측정하며, 가지치기한 가중치는 0으로 남습니다.</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>복구</translation>
    </message>
</context>
<context>
    <name>secateur::QatPlot</name>
    <message>
        <source>Quantization-aware training over its epochs</source>
        <translation>에폭에 따른 양자화 인식 학습</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>학습 손실</translation>
    </message>
    <message>
        <source>Top-1 accuracy (%)</source>
        <translation>Top-1 정확도(%)</translation>
    </message>
    <message>
        <source>Scale (first epoch = 1)</source>
        <translation>스케일(첫 에폭 = 1)</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>simulated (fake quantization)</source>
        <translation>시뮬레이션(가짜 양자화)</translation>
    </message>
    <message>
        <source>converted, on INT8 kernels</source>
        <translation>변환, INT8 커널</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>weights, largest channel</source>
        <translation>가중치, 가장 큰 채널</translation>
    </message>
    <message>
        <source>select a layer</source>
        <translation>레이어를 고르십시오</translation>
    </message>
    <message>
        <source>%1: output</source>
        <translation>%1: 출력</translation>
    </message>
    <message>
        <source>%1: weights, largest channel</source>
        <translation>%1: 가중치, 가장 큰 채널</translation>
    </message>
    <message>
        <source>ranges frozen</source>
        <translation>범위 고정</translation>
    </message>
    <message>
        <source>BN frozen</source>
        <translation>BN 고정</translation>
    </message>
</context>
<context>
    <name>secateur::QuantizationController</name>
    <message>
        <source>%1, %2 epochs</source>
        <translation>%1, %2에폭</translation>
    </message>
    <message>
        <source>unfinished, %1 epochs so far</source>
        <translation>미완료, 지금까지 %1에폭</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>Stored parity</source>
        <translation>저장된 일치도</translation>
    </message>
    <message>
        <source>Stored layer errors</source>
        <translation>저장된 레이어 오차</translation>
    </message>
    <message>
        <source>What is known of other networks</source>
        <translation>다른 네트워크의 측정 결과</translation>
    </message>
</context>
<context>
    <name>secateur::QuantizationPage</name>
    <message>
        <source>Best epoch %1 of %2: converted INT8 %3, simulated %4, loss %5</source>
        <translation>%2에폭 중 가장 좋은 에폭 %1: 변환된 INT8 %3, 시뮬레이션 %4, 손실 %5</translation>
    </message>
    <message>
        <source>&amp;Measure layer errors…</source>
        <translation>레이어 오차 측정(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>검증(&amp;V)</translation>
    </message>
    <message>
        <source>Which training is looked at.</source>
        <translation>어느 학습을 볼지 고릅니다.</translation>
    </message>
    <message>
        <source>Quantization-aware &amp;training…</source>
        <translation>양자화 인식 학습(&amp;T)…</translation>
    </message>
    <message>
        <source>Layer &amp;errors</source>
        <translation>레이어 오차(&amp;E)</translation>
    </message>
    <message>
        <source>Which layer&apos;s quantization costs what.</source>
        <translation>어느 레이어의 양자화가 얼마나 손실을 주는지 나타냅니다.</translation>
    </message>
    <message>
        <source>&amp;Parity</source>
        <translation>일치도(&amp;P)</translation>
    </message>
    <message>
        <source>Simulation, integer reference and kernels, layer by layer.</source>
        <translation>시뮬레이션, 정수 기준, 커널을 레이어별로 비교합니다.</translation>
    </message>
    <message>
        <source>&amp;QAT</source>
        <translation>QAT(&amp;Q)</translation>
    </message>
    <message>
        <source>Quantization-aware training over its epochs.</source>
        <translation>에폭에 따른 양자화 인식 학습입니다.</translation>
    </message>
    <message>
        <source>Test images that run through the network three ways; the integer reference is slow.</source>
        <translation>세 가지 방법으로 네트워크를 통과하는 테스트 이미지의 수입니다. 정수 기준은 느립니다.</translation>
    </message>
    <message>
        <source>&amp;Images</source>
        <translation>이미지(&amp;I)</translation>
    </message>
    <message>
        <source>Trains with fake quantization from where post-training quantization ends; the converted INT8 network is measured after every epoch.</source>
        <translation>학습 후 양자화가 끝난 곳에서 가짜 양자화를 넣고 학습시킵니다. 변환된 INT8 네트워크를 에폭마다 측정합니다.</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>측정 중…</translation>
    </message>
    <message>
        <source>comparing…</source>
        <translation>비교 중…</translation>
    </message>
    <message>
        <source>No network is open. Open a study or a checkpoint (Ctrl+O).</source>
        <translation>열린 네트워크가 없습니다. 스터디나 체크포인트를 여십시오(Ctrl+O).</translation>
    </message>
    <message>
        <source>This network is quantized already. Choose the FP32 network that it was made from to see which layer&apos;s quantization costs what.</source>
        <translation>이 네트워크는 이미 양자화되었습니다. 어느 레이어의 양자화가 얼마나 손실을 주는지 보려면 바탕이 된 FP32 네트워크를 고르십시오.</translation>
    </message>
    <message>
        <source>Nothing measured yet. For every layer: the SQNR of weights and output, and the accuracy with only this layer quantized and with all but this one.</source>
        <translation>아직 측정한 것이 없습니다. 측정하면 레이어마다 가중치와 출력의 SQNR, 그리고 이 레이어만 양자화했을 때와 이 레이어만 뺐을 때의 정확도가 나옵니다.</translation>
    </message>
    <message>
        <source>Nothing compared yet. Simulation, integer reference and the engine&apos;s kernels compute the same images, layer by layer; where they differ, it is seen.</source>
        <translation>아직 비교한 것이 없습니다. 시뮬레이션, 정수 기준, 엔진의 커널이 같은 이미지를 레이어별로 계산하며, 다른 곳이 드러납니다.</translation>
    </message>
    <message>
        <source>Parity is a matter of INT8 networks. Quantize this one (F9), or choose one of the networks that were made from it.</source>
        <translation>일치도는 INT8 네트워크에만 있습니다. 이 네트워크를 양자화하거나(F9), 여기서 만든 네트워크를 고르십시오.</translation>
    </message>
    <message>
        <source>No quantization-aware training in this study yet. It repairs what quantization costs.</source>
        <translation>이 스터디에는 아직 양자화 인식 학습이 없습니다. 양자화로 잃은 것을 되찾아 줍니다.</translation>
    </message>
    <message>
        <source>Errors of the quantized layers</source>
        <translation>양자화한 레이어의 오차</translation>
    </message>
    <message>
        <source>Parity of simulation, reference and kernels</source>
        <translation>시뮬레이션, 기준, 커널의 일치</translation>
    </message>
    <message>
        <source>It is known of %1: choose it in the list of networks.</source>
        <translation>%1에는 결과가 있습니다. 네트워크 목록에서 고르십시오.</translation>
    </message>
</context>
<context>
    <name>secateur::QuantizeDialog</name>
    <message>
        <source>Quantize to INT8</source>
        <translation>INT8로 양자화</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>활성화</translation>
    </message>
    <message>
        <source>Weights and layers</source>
        <translation>가중치와 레이어</translation>
    </message>
    <message>
        <source>The data set has no training images to calibrate on.</source>
        <translation>데이터 세트에 보정에 쓸 학습 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>Every range comes from calibration: none was chosen by hand.</source>
        <translation>모든 범위는 보정에서 나옵니다. 직접 고른 것이 없습니다.</translation>
    </message>
    <message>
        <source>1 range chosen by hand will be used; the others come from calibration.</source>
        <translation>직접 고른 범위 1개를 쓰고, 나머지는 보정에서 나옵니다.</translation>
    </message>
    <message>
        <source>%1 ranges chosen by hand will be used; the others come from calibration.</source>
        <translation>직접 고른 범위 %1개를 쓰고, 나머지는 보정에서 나옵니다.</translation>
    </message>
    <message>
        <source> The file takes at least %1, a byte a weight.</source>
        <translation> 파일은 가중치당 1바이트로 최소 %1입니다.</translation>
    </message>
</context>
<context>
    <name>secateur::RankingController</name>
    <message>
        <source>Ranking</source>
        <translation>순위</translation>
    </message>
</context>
<context>
    <name>secateur::RankingPage</name>
    <message>
        <source>What each network bears, criterion by criterion</source>
        <translation>네트워크마다 견디는 것, 판단 기준별</translation>
    </message>
    <message>
        <source>Compare &amp;networks…</source>
        <translation>네트워크 비교(&amp;N)…</translation>
    </message>
    <message>
        <source>Choose files of networks and measure what each of them bears.</source>
        <translation>네트워크 파일을 고르고 각각 무엇을 견디는지 측정합니다.</translation>
    </message>
    <message>
        <source>No networks have been compared in this study.
A ranking measures for each how much can be pruned and what INT8 costs, and ranks them.</source>
        <translation>이 스터디에서는 네트워크를 비교하지 않았습니다.
순위는 네트워크마다 얼마나 가지치기할 수 있고 INT8로 무엇을 잃는지 측정하여 순서를 매깁니다.</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>순위</translation>
    </message>
</context>
<context>
    <name>secateur::RatioDelegate</name>
    <message>
        <source>Plan ratio</source>
        <translation>계획 비율</translation>
    </message>
    <message>
        <source>The share of the layer&apos;s weights to prune.</source>
        <translation>가지치기할 레이어 가중치의 비율입니다.</translation>
    </message>
</context>
<context>
    <name>secateur::RecalibrateDialog</name>
    <message>
        <source>Recalibrate</source>
        <translation>재보정</translation>
    </message>
    <message>
        <source>The network has no batch normalisation whose statistics could be estimated, and is no cut that could be compared with what it was cut of.</source>
        <translation>네트워크에 통계를 추정할 배치 정규화가 없으며, 절감 전의 네트워크와 비교할 수 있는 절감 결과도 아닙니다.</translation>
    </message>
    <message>
        <source>Its batch normalisations are folded: over the images, without labels and without training, its layers get the means and deviations of the network that it was cut of.</source>
        <translation>배치 정규화가 접혀 있습니다. 레이블과 학습 없이, 이미지에서 각 레이어가 절감 전 네트워크의 평균과 편차를 갖게 합니다.</translation>
    </message>
    <message>
        <source>The data set has no training images.</source>
        <translation>데이터 세트에 학습 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>After a cut the values in the network are others. One pass over the images, without labels and without training, gives its batch normalisations the mean and variance that they have now.</source>
        <translation>절감한 뒤에는 네트워크의 값이 달라집니다. 레이블도 학습도 없이 이미지를 한 번 통과시키면, 배치 정규화가 지금의 평균과 분산을 얻습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::SampleStrip</name>
    <message>
        <source>Images of the data set</source>
        <translation>데이터 세트의 이미지</translation>
    </message>
    <message>
        <source>Looking at the images…</source>
        <translation>이미지를 살펴보는 중…</translation>
    </message>
    <message>
        <source>Image of class %1</source>
        <translation>클래스 %1의 이미지</translation>
    </message>
    <message>
        <source>%1 classes in all</source>
        <translation>클래스 모두 %1개</translation>
    </message>
</context>
<context>
    <name>secateur::SensitivityBar</name>
    <message>
        <source>Which sweep of this network is looked at: what was done to the layers, to which together, and on which images.</source>
        <translation>이 네트워크의 어느 스윕을 볼지 고릅니다: 레이어에 무엇을 했는지, 무엇을 함께 묶었는지, 어느 이미지로 했는지 나타냅니다.</translation>
    </message>
    <message>
        <source>What the curves show: the drop is the share of images that the change makes wrong, less those it makes right.</source>
        <translation>곡선이 나타내는 것입니다. 하락은 변경으로 틀리게 된 이미지의 비율에서 맞게 된 이미지의 비율을 뺀 것입니다.</translation>
    </message>
    <message>
        <source>Which layers&apos; curves are drawn.</source>
        <translation>어느 레이어의 곡선을 그릴지 고릅니다.</translation>
    </message>
    <message>
        <source>How much of the vertical axis is seen; the wheel zooms, a double click shows all again.</source>
        <translation>세로축을 얼마나 보일지 고릅니다. 휠로 확대하고, 두 번 클릭하면 다시 전체를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Which network it is, and what it gets right unchanged.</source>
        <translation>어느 네트워크이며, 바꾸지 않았을 때 얼마나 맞히는지 나타냅니다.</translation>
    </message>
    <message>
        <source>A sweep is running; every point is kept as soon as it is measured.</source>
        <translation>스윕이 실행 중입니다. 모든 점은 측정되는 즉시 보존됩니다.</translation>
    </message>
    <message>
        <source>S&amp;weep</source>
        <translation>스윕(&amp;W)</translation>
    </message>
    <message>
        <source>Accuracy drop</source>
        <translation>정확도 하락</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Whole range</source>
        <translation>전체 범위</translation>
    </message>
    <message>
        <source>Near the tolerance</source>
        <translation>허용치 근처</translation>
    </message>
    <message>
        <source> points</source>
        <translation> %p</translation>
    </message>
    <message>
        <source>The accuracy drop, in points of top-1, up to which a level counts as safe. The line in the plot can be dragged too.</source>
        <translation>어느 수준까지 안전하다고 볼지 정하는 정확도 하락이며, 단위는 top-1의 %p입니다. 그림의 선을 끌어도 됩니다.</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>표시(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>레이어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Tolerance</source>
        <translation>허용치(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Range</source>
        <translation>범위(&amp;R)</translation>
    </message>
</context>
<context>
    <name>secateur::SensitivityController</name>
    <message>
        <source>drop %1 points</source>
        <translation>하락 %1%p</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>민감도</translation>
    </message>
    <message>
        <source>Measuring the plan…</source>
        <translation>계획을 측정하는 중…</translation>
    </message>
    <message>
        <source>Measured: %1 of %2 %3 images, %4 sparsity</source>
        <translation>측정: %3 이미지 %2장에서 %1, 희소성 %4</translation>
    </message>
    <message>
        <source>, %1</source>
        <translation>, %1</translation>
    </message>
    <message>
        <source>
On the curves&apos; %1 images: %2</source>
        <translation>
곡선의 이미지 %1장에서: %2</translation>
    </message>
    <message>
        <source>; predicted %1, gap %2</source>
        <translation>; 예상 %1, 차이 %2</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>secateur::SensitivityPage</name>
    <message>
        <source>measuring… %1 points so far</source>
        <translation>측정 중… 지금까지 점 %1개</translation>
    </message>
    <message>
        <source>measuring… %1 of %2 points settled</source>
        <translation>측정 중… 점 %2개 중 %1개 확정</translation>
    </message>
    <message>
        <source>Run a s&amp;weep…</source>
        <translation>스윕 실행(&amp;W)…</translation>
    </message>
    <message>
        <source>Measure how much each layer bears before accuracy falls. (F6)</source>
        <translation>정확도가 떨어지기 전까지 각 레이어가 얼마나 견디는지 측정합니다. (F6)</translation>
    </message>
    <message>
        <source>&amp;Curves</source>
        <translation>곡선(&amp;C)</translation>
    </message>
    <message>
        <source>Accuracy over the level, one curve a layer, block or role.</source>
        <translation>수준에 따른 정확도이며, 레이어, 블록, 역할마다 곡선이 하나입니다.</translation>
    </message>
    <message>
        <source>&amp;Heatmap</source>
        <translation>히트맵(&amp;H)</translation>
    </message>
    <message>
        <source>Layer by level, coloured by the accuracy drop.</source>
        <translation>레이어와 수준의 표이며, 정확도 하락에 따라 색을 칠합니다.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No network is open. Open a study or a checkpoint (Ctrl+O).</source>
        <translation>열린 네트워크가 없습니다. 스터디나 체크포인트를 여십시오(Ctrl+O).</translation>
    </message>
    <message>
        <source>Measuring the first points…</source>
        <translation>첫 점들을 측정하는 중…</translation>
    </message>
    <message>
        <source>No sensitivity measured yet. Run a sweep (F6) to see how much each layer bears — pruning, fewer bits, clipping — before accuracy falls.</source>
        <translation>아직 민감도를 측정하지 않았습니다. 스윕을 실행하면(F6) 정확도가 떨어지기 전까지 각 레이어가 가지치기, 비트 줄이기, 클리핑을 얼마나 견디는지 보입니다.</translation>
    </message>
    <message>
        <source>baseline %1 of %2 images</source>
        <translation>기준선 %1, 이미지 %2장</translation>
    </message>
    <message>
        <source> · </source>
        <translation> · </translation>
    </message>
    <message>
        <source>%1; bands: 95 % intervals</source>
        <translation>%1, 띠: 95 % 구간</translation>
    </message>
</context>
<context>
    <name>secateur::ShrinkDialog</name>
    <message>
        <source>Shrink</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>The data set has no train split, so there are no held-out images.</source>
        <translation>데이터 세트에 학습 분할이 없으므로 홀드아웃 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>The network has no batch normalisation that could repair it after a cut.</source>
        <translation>네트워크에 절감 뒤에 복구할 배치 정규화가 없습니다.</translation>
    </message>
    <message>
        <source>No layer of this network can lose channels.</source>
        <translation>이 네트워크에는 채널을 뺄 수 있는 레이어가 없습니다.</translation>
    </message>
    <message>
        <source>The fewest multiply-adds, then the most zeros, then INT8, that lose at most %1 percentage points: %2 points of a sweep and about %3 networks, tried on held-out images, %4. What is within is measured on the test images and stands in Compare, Front.</source>
        <translation>하락 %1%p 이내에서 곱셈-누산이 가장 적은 것을, 이어서 0이 가장 많은 것을, 이어서 INT8을 찾습니다. 스윕의 점 %2개와 네트워크 약 %3개를 %4 홀드아웃 이미지로 시험합니다. 허용치 안에 든 것은 테스트 이미지로 측정하여 비교 페이지의 파레토 탭에 놓습니다.</translation>
    </message>
    <message>
        <source>each fine-tuned</source>
        <translation>하나하나 미세 조정하여</translation>
    </message>
    <message>
        <source>without training</source>
        <translation>학습 없이</translation>
    </message>
</context>
<context>
    <name>secateur::SpeedDialog</name>
    <message>
        <source>Measure speed</source>
        <translation>속도 측정</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>All networks of the study that take these images</source>
        <translation>이 이미지를 받는, 스터디의 모든 네트워크</translation>
    </message>
    <message>
        <source>The data set has no test images.</source>
        <translation>데이터 세트에 테스트 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>The networks take turns, first on one core, then on all %1, after a round that warms up. Only figures of one such run stand side by side.</source>
        <translation>준비 회전을 한 번 한 뒤, 네트워크가 번갈아 실행됩니다. 먼저 코어 하나에서, 다음으로 코어 %1개 모두에서 실행합니다. 이렇게 한 번에 잰 수치만 나란히 놓습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::StageActions</name>
    <message>
        <source>%1 was not made from a network of this study.</source>
        <translation>%1은(는) 이 스터디의 네트워크로 만든 것이 아닙니다.</translation>
    </message>
    <message>
        <source>%1 was made by a plan: change that on the page Sensitivity.</source>
        <translation>%1은(는) 계획에 따라 만들었습니다. 계획은 민감도 페이지에서 바꿉니다.</translation>
    </message>
    <message>
        <source>Open the images first: %1 is made with them.</source>
        <translation>먼저 이미지를 여십시오. %1을(를) 만드는 데 필요합니다.</translation>
    </message>
</context>
<context>
    <name>secateur::StageRunner</name>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>network %1</source>
        <translation>네트워크 %1</translation>
    </message>
    <message>
        <source>Evaluate %1</source>
        <translation>%1 평가</translation>
    </message>
    <message>
        <source>Evaluate %1 networks</source>
        <translation>네트워크 %1개 평가</translation>
    </message>
    <message>
        <source>%1 measured</source>
        <translation>%1개 측정</translation>
    </message>
    <message>
        <source>Measure the speed of all networks</source>
        <translation>모든 네트워크의 속도 측정</translation>
    </message>
    <message>
        <source>%1 figures</source>
        <translation>수치 %1개</translation>
    </message>
    <message>
        <source>Sweep %1</source>
        <translation>%1 스윕</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>점 %1개</translation>
    </message>
    <message>
        <source>Prune %1 by %2</source>
        <translation>%1 가지치기: %2</translation>
    </message>
    <message>
        <source>Recalibrate %1</source>
        <translation>%1 재보정</translation>
    </message>
    <message>
        <source>Prune %1 by the plan of %2 layers</source>
        <translation>레이어 %2개의 계획으로 %1 가지치기</translation>
    </message>
    <message>
        <source>Cut channels of %1 by %2</source>
        <translation>%1 채널 잘라 내기: %2</translation>
    </message>
    <message>
        <source>Train %1</source>
        <translation>%1 학습</translation>
    </message>
    <message>
        <source>Fine-tune %1</source>
        <translation>%1 미세 조정</translation>
    </message>
    <message>
        <source>Quantize %1</source>
        <translation>%1 양자화</translation>
    </message>
    <message>
        <source>Layer errors of %1</source>
        <translation>%1의 레이어 오차</translation>
    </message>
    <message>
        <source>Verify %1</source>
        <translation>%1 검증</translation>
    </message>
    <message>
        <source>Train %1 for INT8</source>
        <translation>INT8을 위한 %1 학습</translation>
    </message>
    <message>
        <source>Pipeline on %1</source>
        <translation>%1 파이프라인</translation>
    </message>
    <message>
        <source>Shrink %1</source>
        <translation>%1 축소</translation>
    </message>
    <message>
        <source>Collect activations of %1</source>
        <translation>%1의 활성화 수집</translation>
    </message>
    <message>
        <source>Compare %1 networks</source>
        <translation>네트워크 %1개 비교</translation>
    </message>
    <message>
        <source>Keep what was asked for</source>
        <translation>요청한 것 저장</translation>
    </message>
    <message>
        <source>Forget what was asked for</source>
        <translation>요청한 것 잊기</translation>
    </message>
    <message>
        <source>%1 cannot be resumed: %2</source>
        <translation>%1을(를) 이어서 할 수 없습니다: %2</translation>
    </message>
    <message>
        <source>Time the layers of %1 networks</source>
        <translation>네트워크 %1개의 레이어별 시간 측정</translation>
    </message>
    <message>
        <source>%1 networks</source>
        <translation>네트워크 %1개</translation>
    </message>
    <message>
        <source>Prune %1 by %2 in steps</source>
        <translation>%1 단계별 가지치기: %2</translation>
    </message>
    <message>
        <source>Another program works on this study; here it is only read.</source>
        <translation>다른 프로그램이 이 스터디로 작업하고 있어 여기서는 읽기만 합니다.</translation>
    </message>
    <message>
        <source>This needs a study with a network, and its images: File, Open data folder.</source>
        <translation>네트워크가 있는 스터디와 그 이미지가 필요합니다: 파일, 데이터 폴더 열기.</translation>
    </message>
</context>
<context>
    <name>secateur::StartPage</name>
    <message>
        <source>Secateur</source>
        <translation>Secateur</translation>
    </message>
    <message>
        <source>Make a trained convolutional network smaller (prune, repair, quantize) and see what every step costs in accuracy.</source>
        <translation>학습된 합성곱 네트워크를 작게 만들고(가지치기, 복구, 양자화) 단계마다 정확도를 얼마나 잃는지 봅니다.</translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation>예제 열기(&amp;S)</translation>
    </message>
    <message>
        <source>A trained MobileNetV2 and the Fashion-MNIST images, to try everything on.</source>
        <translation>학습된 MobileNetV2와 Fashion-MNIST 이미지로 모든 것을 시험해 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>&amp;Open a network or a study…</source>
        <translation>네트워크나 스터디 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;New study…</source>
        <translation>새 스터디(&amp;N)…</translation>
    </message>
    <message>
        <source>The same from a terminal: &lt;code&gt;secateur network.pth images/&lt;/code&gt;, and without a window &lt;code&gt;secateur-cli pipeline --checkpoint network.pth --data images/ --study mine.secateur&lt;/code&gt;</source>
        <translation>터미널에서 같은 일을 하려면: &lt;code&gt;secateur network.pth images/&lt;/code&gt;, 창 없이 하려면 &lt;code&gt;secateur-cli pipeline --checkpoint network.pth --data images/ --study mine.secateur&lt;/code&gt;</translation>
    </message>
    <message>
        <source>Studies opened before</source>
        <translation>이전에 연 스터디</translation>
    </message>
    <message>
        <source>PyTorch (.pth, .pt), safetensors, ONNX or .secateur. A sheet says what a network is and which images it fits, before anything is made. Or drop files and folders anywhere on this window.</source>
        <translation>PyTorch(.pth, .pt), safetensors, ONNX 또는 .secateur. 무엇이든 만들기 전에 어떤 네트워크이고 어떤 이미지에 맞는지 한 장에 보여 줍니다. 파일과 폴더를 이 창 아무 데나 끌어다 놓아도 됩니다.</translation>
    </message>
    <message>
        <source>The same sheet, empty; also to train a network from nothing.</source>
        <translation>빈 상태의 같은 창입니다. 네트워크를 처음부터 학습할 때도 씁니다.</translation>
    </message>
</context>
<context>
    <name>secateur::StudyFileSection</name>
    <message>
        <source>Study</source>
        <translation>스터디</translation>
    </message>
    <message>
        <source>Name the study&apos;s file</source>
        <translation>스터디 파일 이름 정하기</translation>
    </message>
    <message>
        <source>Studies (*.secateur)</source>
        <translation>스터디 (*.secateur)</translation>
    </message>
    <message>
        <source>F&amp;ile of the study</source>
        <translation>스터디 파일(&amp;I)</translation>
    </message>
    <message>
        <source>Every measured point is in it at once, and work that was interrupted goes on where it was.</source>
        <translation>측정한 점은 곧바로 파일에 저장되고, 중단된 작업은 멈춘 곳에서 이어집니다.</translation>
    </message>
    <message>
        <source>File of the study</source>
        <translation>스터디 파일</translation>
    </message>
    <message>
        <source>For trying things out: gone when the window closes.</source>
        <translation>시험해 볼 때 알맞습니다. 창을 닫으면 사라집니다.</translation>
    </message>
    <message>
        <source>Name the study&apos;s file, or choose memory.</source>
        <translation>스터디 파일의 이름을 정하거나 메모리를 고르십시오.</translation>
    </message>
    <message>
        <source>%1 is there already; choose another name, or open it with File, Open.</source>
        <translation>%1이(가) 이미 있습니다. 다른 이름을 고르거나 파일 메뉴의 열기로 여십시오.</translation>
    </message>
    <message>
        <source>In memor&amp;y instead</source>
        <translation>대신 메모리에(&amp;Y)</translation>
    </message>
    <message>
        <source>Test images that the network is measured on as soon as the study is there; all of them are measured with F5.</source>
        <translation>스터디를 만들자마자 네트워크를 측정할 테스트 이미지 수입니다. 모두 측정하려면 F5를 누릅니다.</translation>
    </message>
    <message>
        <source> images</source>
        <translation> 장</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>%1 cannot be made: %2.</source>
        <translation>%1을(를) 만들 수 없습니다: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be written to. </source>
        <translation>%1에 쓸 수 없습니다. </translation>
    </message>
    <message>
        <source>What is measured is gone when the window closes, unless you save a copy (File).</source>
        <translation>사본을 저장하지 않으면(파일 메뉴) 창을 닫을 때 측정한 것이 사라집니다.</translation>
    </message>
    <message>
        <source>The folder %1 is made.</source>
        <translation>%1 폴더를 만듭니다.</translation>
    </message>
    <message>
        <source>Eva&amp;luate at once</source>
        <translation>바로 평가(&amp;L)</translation>
    </message>
</context>
<context>
    <name>secateur::SweepDialog</name>
    <message>
        <source>Sensitivity sweep</source>
        <translation>민감도 스윕</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>What is changed</source>
        <translation>무엇을 바꾸는가</translation>
    </message>
    <message>
        <source>How it is measured</source>
        <translation>어떻게 측정하는가</translation>
    </message>
    <message>
        <source>Held-out &amp;images</source>
        <translation>홀드아웃 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>Open pruning masks</source>
        <translation>가지치기 마스크 열기</translation>
    </message>
    <message>
        <source>Masks (*.safetensors *.pth *.pt)</source>
        <translation>마스크 (*.safetensors *.pth *.pt)</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>마스크(&amp;M)</translation>
    </message>
    <message>
        <source>Instead of a ranking: a file of tensors named like the weights, or NAME.weight_mask as torch.nn.utils.prune leaves them; 0 is pruned. Empty: weights are ranked.</source>
        <translation>순위 대신 쓰는 것으로, 가중치와 이름이 같은 텐서나 torch.nn.utils.prune이 남기는 NAME.weight_mask가 든 파일입니다. 0은 가지치기한 것입니다. 비워 두면 가중치의 순위를 매깁니다.</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>Choose a file of masks.</source>
        <translation>마스크 파일을 고르십시오.</translation>
    </message>
    <message>
        <source>The data set has no train split, so there are no held-out images.</source>
        <translation>데이터 세트에 학습 분할이 없으므로 홀드아웃 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>No channel group is called after %1: untick it.</source>
        <translation>이름이 %1인 채널 그룹이 없습니다. 체크를 해제하십시오.</translation>
    </message>
    <message>
        <source>Points that the study has already are not measured again.</source>
        <translation>스터디에 이미 있는 점은 다시 측정하지 않습니다.</translation>
    </message>
    <message>
        <source>One point for each %1 with a mask, on %2 images. %3</source>
        <translation>마스크가 있는 %1마다 점 하나, 이미지 %2장. %3</translation>
    </message>
    <message>
        <source>%1 levels for each %2, on %3%4 images. %5</source>
        <translation>%2마다 수준 %1개, 이미지 %3%4장. %5</translation>
    </message>
    <message>
        <source>at most </source>
        <translation>최대 </translation>
    </message>
    <message>
        <source>%1 points × %2 images = %3%4 classifications on %5 cores.%6 %7</source>
        <translation>점 %1개 × 이미지 %2장 = 분류 %3%4번, 코어 %5개.%6 %7</translation>
    </message>
    <message>
        <source>Images of the train split that no training here sees; each point classifies them.</source>
        <translation>여기서 하는 어떤 학습도 보지 않는 학습 분할의 이미지입니다. 점마다 이들을 분류합니다.</translation>
    </message>
</context>
<context>
    <name>secateur::ThroughputPlot</name>
    <message>
        <source>Images a second and latency over batch sizes</source>
        <translation>배치 크기에 따른 초당 이미지와 지연 시간</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>초당 이미지</translation>
    </message>
    <message>
        <source>99 % latency (ms)</source>
        <translation>99 % 지연 시간(ms)</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>%1, batch %2: %3 images/s
latency %4 ms, 99 % within %5 ms</source>
        <translation>%1, 배치 %2: 초당 이미지 %3장
지연 시간 %4 ms, 99 %가 %5 ms 이내</translation>
    </message>
    <message>
        <source>%1, %2 core</source>
        <translation>%1, 코어 %2개</translation>
    </message>
    <message>
        <source>%1, %2 cores</source>
        <translation>%1, 코어 %2개</translation>
    </message>
</context>
<context>
    <name>secateur::TimeController</name>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
</context>
<context>
    <name>secateur::TimePage</name>
    <message>
        <source>%1 %2 ms an image (batches of %3, spread %4 %)</source>
        <translation>%1 이미지당 %2 ms(배치 %3, 산포 %4 %)</translation>
    </message>
    <message>
        <source>On one core of %1, %2; at most %3 GMAC/s in FP32, %4 in INT8. %5.</source>
        <translation>%1의 코어 하나, %2; FP32 최대 %3 GMAC/s, INT8 최대 %4 GMAC/s. %5.</translation>
    </message>
    <message>
        <source>&amp;Time the layers…</source>
        <translation>레이어별 시간 측정(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>레이어(&amp;L)</translation>
    </message>
    <message>
        <source>Every layer of every network, side by side.</source>
        <translation>모든 네트워크의 모든 레이어를 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>By r&amp;ole</source>
        <translation>역할별(&amp;O)</translation>
    </message>
    <message>
        <source>The same, summed up by what layers do.</source>
        <translation>같은 것을 레이어가 하는 일별로 더한 것입니다.</translation>
    </message>
    <message>
        <source>&amp;Batches</source>
        <translation>배치(&amp;B)</translation>
    </message>
    <message>
        <source>Images a second and latency over batch sizes, on one core and on all.</source>
        <translation>코어 하나와 모든 코어에서, 배치 크기에 따른 초당 이미지와 지연 시간입니다.</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>What 99 of 100 batches must stay within.</source>
        <translation>배치 100개 중 99개가 지켜야 하는 시간입니다.</translation>
    </message>
    <message>
        <source>Latency l&amp;imit</source>
        <translation>지연 시간 한도(&amp;I)</translation>
    </message>
    <message>
        <source>timing…</source>
        <translation>시간 측정 중…</translation>
    </message>
    <message>
        <source>No network is open. Open a study or a checkpoint (Ctrl+O).</source>
        <translation>열린 네트워크가 없습니다. 스터디나 체크포인트를 여십시오(Ctrl+O).</translation>
    </message>
    <message>
        <source>Nothing timed yet. Milliseconds, share, speed and kernel of every layer, of FP32 and INT8 networks side by side, and why INT8 is not faster.</source>
        <translation>아직 시간을 재지 않았습니다. 재면 FP32와 INT8 네트워크의 모든 레이어에 대해 밀리초, 비율, 속도, 커널이 나란히 나오고, INT8이 왜 더 빠르지 않은지 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Nothing measured yet: time the layers with batch sizes, too.</source>
        <translation>아직 측정하지 않았습니다. 배치 크기도 함께 재십시오.</translation>
    </message>
    <message>
        <source>Slower in INT8, layers: %1. The tip of the answer names them, and why.</source>
        <translation>INT8에서 더 느린 레이어: %1개. 결과 문장에 마우스를 올리면 이름과 이유가 보입니다.</translation>
    </message>
    <message>
        <source>Time of every layer</source>
        <translation>레이어별 시간</translation>
    </message>
    <message>
        <source>Time by what layers do</source>
        <translation>역할별 시간</translation>
    </message>
</context>
<context>
    <name>secateur::TimingDialog</name>
    <message>
        <source>Time per layer</source>
        <translation>레이어별 시간</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Networks side by side, on one core</source>
        <translation>네트워크를 나란히, 코어 하나에서</translation>
    </message>
    <message>
        <source>&amp;Seconds a batch size</source>
        <translation>배치 크기마다 초(&amp;S)</translation>
    </message>
    <message>
        <source>How long every batch size runs, for images a second and latency over batch sizes; 0: these are not measured.</source>
        <translation>배치 크기에 따른 초당 이미지와 지연 시간을 재기 위해 배치 크기마다 실행하는 시간입니다. 0: 재지 않음.</translation>
    </message>
    <message>
        <source>Networks to time</source>
        <translation>시간을 잴 네트워크</translation>
    </message>
    <message>
        <source>Those that are checked are timed side by side: an INT8 network beside the FP32 network that it was made from says what INT8 gains, and where it does not.</source>
        <translation>체크한 네트워크를 나란히 잽니다. INT8 네트워크를 바탕이 된 FP32 네트워크와 나란히 재면, INT8이 무엇을 얻고 어디서 얻지 못하는지 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Check the networks to time.</source>
        <translation>시간을 잴 네트워크를 체크하십시오.</translation>
    </message>
    <message>
        <source>They take turns, step by step. On a machine that does something else meanwhile nothing is stored, and that is said.</source>
        <translation>네트워크가 연산마다 번갈아 실행됩니다. 컴퓨터가 그동안 다른 일을 하면 아무것도 저장하지 않고 그렇게 알립니다.</translation>
    </message>
</context>
<context>
    <name>secateur::TrainDialog</name>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
</context>
<context>
    <name>secateur::TrainingDialog</name>
    <message>
        <source>Training &amp;images</source>
        <translation>학습 이미지(&amp;I)</translation>
    </message>
    <message>
        <source>How many images of the train split are trained on.</source>
        <translation>학습에 쓰는, 학습 분할의 이미지 수입니다.</translation>
    </message>
    <message>
        <source>The data set has no training images.</source>
        <translation>데이터 세트에 학습 이미지가 없습니다.</translation>
    </message>
    <message>
        <source> Each epoch is measured on %1 held-out images.</source>
        <translation> 에폭마다 홀드아웃 이미지 %1장으로 측정합니다.</translation>
    </message>
    <message>
        <source>%1 epochs of %2 steps: %3 steps.</source>
        <translation>%1에폭 × %2스텝: %3스텝.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>복구</translation>
    </message>
    <message>
        <source>Patience needs held-out images, and the data set has none.</source>
        <translation>조기 종료에는 홀드아웃 이미지가 필요한데 데이터 세트에 없습니다.</translation>
    </message>
</context>
<context>
    <name>secateur::Workspace</name>
    <message>
        <source>Open the shipped network</source>
        <translation>함께 제공된 네트워크 열기</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 열기</translation>
    </message>
    <message>
        <source>New study</source>
        <translation>새 스터디</translation>
    </message>
    <message>
        <source>Open data %1</source>
        <translation>데이터 %1 열기</translation>
    </message>
    <message>
        <source>Keep the tolerance</source>
        <translation>허용치 저장</translation>
    </message>
    <message>
        <source>Choose the images of accuracies</source>
        <translation>정확도를 잴 이미지 선택</translation>
    </message>
    <message>
        <source>Read the study</source>
        <translation>스터디 읽기</translation>
    </message>
    <message>
        <source>Count multiply-adds</source>
        <translation>곱셈-누산 세기</translation>
    </message>
    <message>
        <source>Gzip the networks</source>
        <translation>네트워크를 gzip으로 압축</translation>
    </message>
    <message>
        <source>Read the network</source>
        <translation>네트워크 읽기</translation>
    </message>
    <message>
        <source>Measure the weights&apos; INT8 error</source>
        <translation>가중치의 INT8 오차 측정</translation>
    </message>
    <message>
        <source>Look whether the study has grown</source>
        <translation>스터디에 새 결과가 있는지 확인</translation>
    </message>
    <message>
        <source>Follow %1</source>
        <translation>%1 따라 보기</translation>
    </message>
    <message>
        <source>The images are now those of %1.</source>
        <translation>이제 이미지는 %1의 것입니다.</translation>
    </message>
</context>
</TS>
